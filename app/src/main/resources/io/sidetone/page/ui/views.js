// @ts-check
/**
 * The views of the page, one of which is seen. Another view is added by registering it: its tab then appears beside
 * the others. A view is told when it is shown and hidden, and keeps its state in between.
 */
import { attribute, el, hide } from './dom.js';

/** @typedef {{name: string, title: string, element: HTMLElement, show?: () => void, hide?: () => void}} View */

export class Views {
  /** @param {HTMLElement} nav @param {HTMLElement} main @param {(name: string) => void} go */
  constructor(nav, main, go) {
    this.nav = nav;
    this.main = main;
    this.go = go;
    /** @type {Map<string, View & {tab: HTMLElement}>} */
    this.views = new Map();
    this.current = '';
  }

  /** @param {View} view */
  register(view) {
    const tab = el('button.view-tab', { type: 'button', onclick: () => this.go(view.name) }, view.title);
    this.views.set(view.name, { ...view, tab });
    view.element.hidden = true;
    this.nav.append(tab);
    this.main.append(view.element);
    hide(this.nav, this.views.size < 2);
  }

  /** @param {string} name unknown ones show the first */
  show(name) {
    const next = this.views.get(name) ?? [...this.views.values()][0];
    if (next.name === this.current) {
      return;
    }
    const before = this.views.get(this.current);
    this.current = next.name;
    for (const view of this.views.values()) {
      hide(view.element, view !== next);
      attribute(view.tab, 'aria-current', view === next ? 'page' : null);
    }
    before?.hide?.();
    next.show?.();
  }
}
