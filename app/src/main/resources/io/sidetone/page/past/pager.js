// @ts-check
/** A list that is asked for page by page, and says how it stands: looking, nothing, failed, more. */
import { el, hide, setText, textNode } from '../ui/dom.js';

export class Pager {
  /**
   * @param {import('../api.js').Api} api @param {HTMLElement} into gets the items' elements
   * @param {(item: any) => HTMLElement} render @param {string} none what is said if there is nothing
   */
  constructor(api, into, render, none) {
    this.api = api;
    this.into = into;
    this.render = render;
    this.none = none;
    this.path = '';
    this.cursor = '';
    this.text = textNode();
    this.status = el('p.told', { role: 'status' }, this.text);
    this.more = el('button', { type: 'button', hidden: true, onclick: () => this.next() }, 'Load more');
    this.again = el('button', { type: 'button', hidden: true, onclick: () => this.next() }, 'Try again');
    this.foot = el('div.pager', {}, this.status, this.more, this.again);
  }

  /** Begins anew. @param {string} path with its query; a former question is dropped */
  show(path) {
    this.path = path;
    this.cursor = '';
    return this.next();
  }

  async next() {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const first = this.cursor === '';
    this.say(first ? 'Looking…' : '', false, false);
    try {
      const at = this.cursor ? `&cursor=${encodeURIComponent(this.cursor)}` : '';
      const page = await this.api.get(this.path + at, asking.signal);
      const items = page.items.map((/** @type {any} */ it) => this.render(it));
      first ? this.into.replaceChildren(...items) : this.into.append(...items);
      this.cursor = page.nextCursor ?? '';
      this.say(this.into.childElementCount === 0 ? this.none : '', this.cursor !== '' && items.length > 0, false);
    } catch (failure) {
      if (!asking.signal.aborted) {
        this.say(/** @type {Error} */ (failure).message, false, true);
      }
    }
  }

  /** @param {string} text @param {boolean} more @param {boolean} failed */
  say(text, more, failed) {
    setText(this.text, text);
    hide(this.more, !more);
    hide(this.again, !failed);
  }
}
