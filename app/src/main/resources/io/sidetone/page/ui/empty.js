// @ts-check
/** What stands in the list's place when there is nothing to list: still loading, no calls, or none that match. */
import { count } from '../text/format.js';
import { el, hide, iconButton, setText, textNode } from './dom.js';

const SKELETON_MS = 300;
const COMMAND = './sidetone simulate call --recording hello';

export class Empty {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.skeleton = el('div.skeleton', { 'aria-hidden': 'true', hidden: true }, ...Array.from({ length: 8 }, () => el('div.bone', {}, el('i'), el('i'), el('i'))));
    this.noneText = textNode();
    this.none = el(
      'div.nothing',
      { hidden: true },
      el('h2', {}, this.noneText),
      el('p', {}, 'Calls appear here as soon as Twilio connects them. To place a test call:'),
      copyable(`${COMMAND} --url ${location.origin}/twilio/voice`),
      el('p', {}, 'The webhook to give to Twilio for incoming calls (HTTP POST):'),
      copyable(`${location.origin}/twilio/voice`),
    );
    this.matchText = textNode();
    this.match = el('div.nothing', { hidden: true }, el('h2', {}, this.matchText), el('button', { type: 'button', onclick: () => app.filterBar.clear() }, 'Clear filters'));
    this.element = el('div.empty', {}, this.skeleton, this.none, this.match);
    setTimeout(() => {
      this.patient = false;
      this.counted(this.shown, this.total, this.filtered);
    }, SKELETON_MS);
    this.patient = true;
    this.shown = 0;
    this.total = 0;
    this.filtered = false;
  }

  /** @param {number} shown @param {number} total @param {boolean} filtered */
  counted(shown, total, filtered) {
    Object.assign(this, { shown, total, filtered });
    const loaded = this.app.loaded;
    hide(this.skeleton, loaded || this.patient);
    hide(this.none, !loaded || total > 0 || this.app.connection.state.phase !== 'live');
    const view = this.app.filterBar.views.chosen;
    setText(this.noneText, view ? `No live calls in the view ${view.name}` : 'No live calls');
    hide(this.match, !loaded || total === 0 || shown > 0);
    setText(this.matchText, `0 of ${count(total)} match`);
  }
}

/** @param {string} text */
function copyable(text) {
  const button = iconButton('copy', `Copy: ${text}`, () => navigator.clipboard?.writeText(text));
  return el('div.copyable', {}, el('code', {}, text), button);
}
