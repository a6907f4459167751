// @ts-check
/** The one box that opens beside a button, and what is shown in it. */
import { clock, span } from '../text/format.js';
import { el } from './dom.js';

export class Popover {
  constructor() {
    this.title = el('h2', { id: 'popover-title' });
    this.body = el('div.popover-body');
    this.element = el('div.popover', { popover: 'auto', role: 'dialog', 'aria-labelledby': 'popover-title' }, this.title, this.body);
    /** @type {HTMLElement|null} */
    this.anchor = null;
    this.element.addEventListener('toggle', (/** @type {any} */ event) => {
      if (event.newState === 'closed' && this.element.contains(document.activeElement)) {
        this.anchor?.focus();
      }
    });
  }

  /** @param {HTMLElement} anchor @param {string} title @param {Node} content */
  show(anchor, title, content) {
    const same = this.anchor === anchor && this.element.matches(':popover-open');
    this.hide();
    if (same) {
      return;
    }
    this.anchor = anchor;
    this.title.replaceChildren(title);
    this.body.replaceChildren(content);
    this.element.showPopover();
    this.place(anchor.getBoundingClientRect());
    this.body.querySelector('a, button')?.focus();
  }

  hide() {
    if (this.element.matches(':popover-open')) {
      this.element.hidePopover();
    }
  }

  /** Below the button, above it if there is no room. @param {DOMRect} at */
  place(at) {
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8));
    const below = at.bottom + 4 + height <= innerHeight - 8;
    this.element.style.left = `${left}px`;
    this.element.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
  }
}

/** @param {import('./deliverymark.js').Delivery[]} deliveries */
export function deliveryDetails(deliveries) {
  return el('div.deliveries', {}, ...deliveries.map(one));
}

/** @param {import('./deliverymark.js').Delivery} it */
function one(it) {
  const rows = [
    ['Status', it.status === 'pending' && it.attempts > 0 ? 'retrying' : it.status],
    ['Attempts', String(it.attempts)],
    ['HTTP', it.httpStatus ? String(it.httpStatus) : ''],
    ['Took', it.status === 'delivered' && it.latencyMs ? span(it.latencyMs) : ''],
    ['Next attempt', it.status === 'pending' && it.nextAttemptAt ? clock(it.nextAttemptAt) : ''],
    ['Error', it.error ?? ''],
    ['Answer', it.answerOmitted ? 'too long to be shown here; the API has it' : ''],
    ['Final', it.finalId],
  ].filter(([, value]) => value !== '');
  const list = el('dl', {}, ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
  const answer = it.answer === undefined || it.answer === null ? null : el('pre', { tabindex: 0, 'aria-label': 'Answer' }, JSON.stringify(it.answer, null, 2));
  return el('section', {}, el('h3', {}, it.target), list, answer);
}
