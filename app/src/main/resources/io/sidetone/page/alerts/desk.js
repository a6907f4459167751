// @ts-check
/** Keyword alerts in the page: hears finals, marks lines and rows, keeps the list, and tells who listens. */
import { badge, clock, count, offset, party, plural, roleName, roleStyle } from '../text/format.js';
import { attribute, el, hide, setText, sign, textNode } from '../ui/dom.js';
import { AlertBook } from './book.js';
import { Bell } from './bell.js';
import { LineMarks } from './linemarks.js';

const PATIENCE_MS = 3_000; // a page without alerts is better than none
const LONGEST_SPOKEN = 120;

export class AlertDesk {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.book = new AlertBook();
    this.marks = new LineMarks(this.book);
    this.bell = new Bell(app.prefs, (entry) => this.open(entry));
    this.unseen = 0;
    this.number = textNode();
    this.words = textNode();
    this.button = el('button.icon.alerts', { type: 'button', hidden: true, onclick: () => this.show() }, sign('bell'), el('span.number', { 'aria-hidden': 'true' }, this.number), el('span.sr', {}, this.words));
    this.none = el('p.none', {}, 'Nothing yet. What is said from now on is looked at, on every live call.');
    this.list = el('ol.alert-list');
    this.element = el('div', {}, this.none, this.list);
    this.book.onEntry = (entry) => this.tell(entry);
    app.store.onFinal = (final, call) => this.book.heard(final, call, app.store.now());
    app.store.watch((kind, callId) => kind === 'board' && callId === '' && this.book.alerts.length > 0 && this.book.board(app.store));
    this.paint();
  }

  /** What to look for; never fails. */
  async load() {
    try {
      const { items } = await this.app.api.get('/dashboard/alerts', AbortSignal.timeout(PATIENCE_MS));
      this.book.alerts = items;
      this.app.connection.topics.everyFinal = items.length > 0;
    } catch {
      this.book.alerts = []; // the state of the connection says what is wrong with the server
    }
    hide(this.button, this.book.alerts.length === 0);
  }

  /** @param {import('./book.js').Entry} entry */
  tell(entry) {
    const call = this.app.store.calls.get(entry.callId);
    if (call) {
      call.alerts = this.book.byCall.get(entry.callId);
    }
    this.app.list.heard('call', entry.callId);
    this.unseen += this.isShown ? 0 : 1;
    this.list.prepend(this.item(entry, call));
    while (this.list.childElementCount > this.book.entries.length) {
      this.list.lastChild.remove();
    }
    this.paint();
    const text = entry.text.length > LONGEST_SPOKEN ? `${entry.text.slice(0, LONGEST_SPOKEN)}…` : entry.text;
    this.app.announcer.say(`Alert: ${entry.names}. ${entry.speaker || roleName(entry.role)}: ${text}`);
    this.bell.ring(entry);
  }

  /** Nothing of a call stays. @param {string} callId */
  forget(callId) {
    const before = this.book.entries;
    this.unseen = before.slice(0, this.unseen).filter((it) => it.callId !== callId).length;
    [...this.list.children].filter((_, i) => before[i]?.callId === callId).forEach((it) => it.remove());
    this.book.forget(callId);
    this.paint();
  }

  get isShown() {
    return this.element.isConnected && this.app.popover.element.matches(':popover-open');
  }

  paint() {
    hide(this.none, this.book.entries.length > 0);
    hide(this.list, this.book.entries.length === 0);
    setText(this.number, this.unseen > 0 ? count(this.unseen) : '');
    setText(this.words, this.unseen > 0 ? `Alerts: ${count(this.unseen)} new` : 'Alerts');
    attribute(this.button, 'title', this.unseen > 0 ? `${plural(this.unseen, 'new alert')}` : 'Alerts');
    const newest = this.book.entries.slice(0, this.unseen);
    attribute(this.button, 'data-severity', newest.find((it) => it.severity === 'error')?.severity ?? newest.find((it) => it.severity === 'warning')?.severity ?? newest[0]?.severity ?? null);
  }

  show() {
    this.unseen = 0;
    this.paint();
    this.app.popover.show(this.button, 'Alerts', this.element);
  }

  /** @param {import('./book.js').Entry} entry @param {import('../feed/shapes.js').Call|undefined} call */
  item(entry, call) {
    const open = el(
      'button.alert-entry',
      { type: 'button', 'data-role': roleStyle(entry.role), 'data-severity': entry.severity, onclick: () => this.open(entry) },
      el('span.alert-head', {}, el('span.alert-tag', { 'data-severity': entry.severity }, entry.names),
        el('span.of', { dir: 'auto' }, call ? party(call) : entry.callId), el('span.when', {}, `${clock(entry.at)} · ${offset(entry.startMs)}`)),
      el('span.alert-text', {}, el('span.badge', { 'aria-hidden': 'true' }, badge(entry.role)), el('span', { dir: 'auto' }, ...marked(entry))),
    );
    return el('li', {}, open);
  }

  /** @param {import('./book.js').Entry} entry */
  open(entry) {
    this.app.popover.hide();
    this.app.showLine(entry.callId, entry.startMs);
  }
}

/** @param {import('./book.js').Entry} entry */
function marked({ text, hits }) {
  const parts = [];
  let from = 0;
  for (const hit of hits) {
    if (hit.from >= from) {
      parts.push(text.slice(from, hit.from), el('mark', { 'data-severity': hit.severity }, text.slice(hit.from, hit.to)));
      from = hit.to;
    }
  }
  return [...parts, text.slice(from)];
}
