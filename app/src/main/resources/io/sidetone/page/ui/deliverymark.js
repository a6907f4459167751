// @ts-check
/** What became of a line's finals at the webhooks: a sign beside it, and what the receivers answered below it. */
import { attribute, el, hide, setText, sign, textNode } from './dom.js';
import { deliveryDetails } from './popover.js';

/** @typedef {{finalId: string, target: string, status: string, attempts: number, httpStatus?: number, error?: string,
 *   nextAttemptAt?: number, latencyMs?: number, answer?: any, answerOmitted?: boolean}} Delivery */

const ICONS = { delivered: 'check', pending: 'wait', retrying: 'wait', dead: 'close' };
const WORST = /** @type {const} */ (['dead', 'retrying', 'pending', 'delivered']);
const LONGEST_ANSWER = 60;

/** @param {Delivery} delivery @returns {'dead'|'retrying'|'pending'|'delivered'} */
export function stateOf(delivery) {
  if (delivery.status === 'delivered' || delivery.status === 'dead') {
    return delivery.status;
  }
  return delivery.attempts > 0 ? 'retrying' : 'pending';
}

export class DeliveryMark {
  /** @param {import('./transcriptview.js').TranscriptView} view @param {import('../feed/transcript.js').Said} said */
  constructor(view, said) {
    this.view = view;
    this.said = said;
    this.words = textNode();
    this.element = el('button.delivery', { type: 'button', hidden: true, onclick: () => this.open(this.element) }, el('span.sr', {}, this.words));
    this.answers = el('span.answers', { hidden: true });
    this.state = '';
    this.answered = '';
  }

  /** @returns {Delivery[]} */
  deliveries() {
    const transcript = this.view.transcript;
    return this.said.finals.flatMap((final) =>
      [...(transcript.deliveries.get(final.finalId)?.values() ?? [])].map((it) => ({ ...it, finalId: final.finalId })),
    );
  }

  paint() {
    if (!this.said.finals.some((it) => this.view.transcript.deliveries.has(it.finalId))) {
      return hide(this.element, true);
    }
    const all = this.deliveries();
    const states = all.map(stateOf);
    const worst = WORST.find((it) => states.includes(it));
    hide(this.element, !worst);
    if (worst) {
      this.show(worst, `${worst}: ${all.filter((it) => stateOf(it) === worst).map(summary).join('; ')}`);
    }
    this.paintAnswers(all);
  }

  /** @param {'dead'|'retrying'|'pending'|'delivered'} state @param {string} words */
  show(state, words) {
    if (this.state !== state) {
      this.state = state;
      attribute(this.element, 'data-state', state);
      this.element.firstElementChild?.classList.contains('sign') && this.element.firstElementChild.remove();
      this.element.prepend(sign(ICONS[state]));
    }
    setText(this.words, words);
    attribute(this.element, 'title', words);
  }

  /** @param {Delivery[]} all */
  paintAnswers(all) {
    const answers = all.filter((it) => it.answer !== undefined && it.answer !== null).map((it) => inShort(it.answer));
    const key = answers.join('\n');
    if (key !== this.answered) {
      this.answered = key;
      this.answers.replaceChildren(...answers.filter(Boolean).map((text) => this.chip(text)));
    }
    hide(this.answers, this.answers.childElementCount === 0);
  }

  /** @param {string} text */
  chip(text) {
    const chip = el('button.answer', { type: 'button', title: 'What the receiver answered' }, text);
    chip.addEventListener('click', () => this.open(chip));
    return chip;
  }

  /** @param {HTMLElement} anchor */
  open(anchor) {
    this.view.popover.show(anchor, 'Deliveries', deliveryDetails(this.deliveries()));
  }
}

/** @param {Delivery} it */
function summary(it) {
  const status = it.httpStatus ? `, HTTP ${it.httpStatus}` : '';
  return `${it.target} (${it.attempts === 1 ? '1 attempt' : `${it.attempts} attempts`}${status})`;
}

/** The receiver's intent, or the shortest that can be said of its answer. @param {any} answer @returns {string} */
export function inShort(answer) {
  let text = '';
  if (typeof answer === 'object') {
    const intent = answer.intent ?? answer.answer ?? answer.label ?? Object.values(answer)[0];
    text = typeof intent === 'object' ? intent?.name ?? '' : String(intent ?? '');
  } else {
    text = String(answer);
  }
  return text.length > LONGEST_ANSWER ? `${text.slice(0, LONGEST_ANSWER)}…` : text;
}
