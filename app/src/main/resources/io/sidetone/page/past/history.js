// @ts-check
/** Calls that are over, and what was said on them: lists, filters and full-text search. */
import { badge, count, duration, endInWords, offset, party, place, roleStyle } from '../text/format.js';
import { hashOf } from '../route.js';
import { el, hide } from '../ui/dom.js';
import { Pager } from './pager.js';
import { marked, wordsOf } from './words.js';

const WAIT_MS = 200; // while somebody types
const DAY_MS = 86_400_000;
const PAGE = 50;
const PERIODS = [['', 'Any time'], [String(DAY_MS / 24), 'Last hour'], [String(DAY_MS), 'Last 24 hours'], [String(7 * DAY_MS), 'Last 7 days']];
const STATES = [['ended', 'Ended calls'], ['live', 'Live calls'], ['all', 'All calls']];
const ORDERS = [['-startedAt', 'Newest first'], ['startedAt', 'Oldest first'], ['-durationMs', 'Longest first']];

const whenFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export class HistoryView {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.search = el('input', { type: 'search', 'aria-label': 'Search what was said, numbers and labels', placeholder: 'Search what was said, numbers, labels', oninput: () => this.soon() });
    this.state = select('Which calls', STATES, () => this.look());
    this.period = select('When', PERIODS, () => this.look());
    this.sort = select('Order', ORDERS, () => this.look());
    this.fault = toggleButton('Faults', () => this.look());
    this.dead = toggleButton('Dead webhooks', () => this.look());
    this.hits = el('ul.hits');
    this.rows = el('tbody');
    this.said = new Pager(app.api, this.hits, (it) => this.hit(it), 'Nobody said this.');
    this.calls = new Pager(app.api, this.rows, (it) => this.row(it), 'No such calls.');
    this.saidPart = el('section', { hidden: true, 'aria-label': 'What was said' }, el('h2', {}, 'What was said'), this.hits, this.said.foot);
    const heads = ['Began', 'From', 'Place', 'Lasted', 'End', 'Finals', 'Trouble'];
    const table = el('table.calls', {}, el('thead', {}, el('tr', {}, ...heads.map((it) => el(it === 'Lasted' || it === 'Finals' ? 'th.number' : 'th', { scope: 'col' }, it)))), this.rows);
    this.callsPart = el('section', { 'aria-label': 'Calls' }, el('h2', {}, 'Calls'), el('div.scrolls', { tabindex: 0, role: 'region', 'aria-label': 'Table of calls' }, table), this.calls.foot);
    const bar = el('form.archive-bar', { role: 'search', onsubmit: (/** @type {Event} */ event) => this.submit(event) }, this.search, this.state, this.period, this.sort, this.fault, this.dead);
    this.element = el('section.view.archive', { 'aria-label': 'History' }, bar, el('div.archive-body', {}, this.saidPart, this.callsPart));
  }

  show() {
    this.look();
    this.search.focus();
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    this.look();
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), WAIT_MS);
  }

  look() {
    clearTimeout(this.waiting);
    const question = this.search.value.trim();
    this.words = wordsOf(question);
    hide(this.saidPart, question === '');
    if (question !== '') {
      this.said.show(`/search?q=${encodeURIComponent(question)}&limit=${PAGE}`);
    }
    this.calls.show(`/calls?${this.query(question)}`);
  }

  /** @param {string} question */
  query(question) {
    const query = new URLSearchParams({ state: this.state.value, sort: this.sort.value, limit: String(PAGE) });
    if (question !== '') {
      query.set('q', question);
    }
    if (this.period.value !== '') {
      query.set('since', String(this.app.store.now() - Number(this.period.value)));
    }
    for (const [name, button] of /** @type {[string, HTMLElement][]} */ ([['fault', this.fault], ['dead', this.dead]])) {
      if (button.getAttribute('aria-pressed') === 'true') {
        query.set(name, 'true');
      }
    }
    return query;
  }

  /** @param {any} it a final */
  hit(it) {
    return el(
      'li.hit',
      {},
      el('a', { href: hashOf({ view: 'live', calls: [it.callId] }), onclick: () => this.app.showLine(it.callId, it.startMs) },
        el('span.badge', { 'data-role': roleStyle(it.role), 'aria-hidden': 'true' }, badge(it.role)),
        el('span.said', {}, marked(it.text, this.words ?? []))),
      el('span.quiet', {}, `${it.role}, at ${offset(it.startMs)} · ${whenFormat.format(it.at)}`),
    );
  }

  /** @param {any} call */
  row(call) {
    const faults = call.counts?.faults ?? 0;
    const dead = call.deliveries?.dead ?? 0;
    const trouble = [faults > 0 ? `${count(faults)} fault${faults > 1 ? 's' : ''}` : '', dead > 0 ? `${count(dead)} dead` : ''].filter(Boolean).join(', ');
    const shown = { ...call, from: call.from ?? '', to: call.to ?? '', labels: call.labels ?? {} };
    return el(
      'tr',
      {},
      el('td', {}, el('time', { datetime: new Date(call.startedAt).toISOString() }, whenFormat.format(call.startedAt))),
      el('th', { scope: 'row' }, el('a', { href: hashOf({ view: 'live', calls: [call.callId] }), dir: 'auto' }, party(shown))),
      el('td', { dir: 'auto' }, place(shown)),
      el('td.number', {}, duration(call.durationMs ?? Math.max(0, this.app.store.now() - call.startedAt))),
      el('td', {}, call.state === 'live' ? 'still live' : endInWords(call.endReason)),
      el('td.number', {}, count(call.counts?.finals ?? 0)),
      el('td', trouble ? { 'data-trouble': true } : {}, trouble),
    );
  }
}

/** @param {string} label @param {string[][]} options @param {() => void} change */
export function select(label, options, change) {
  return el('select', { 'aria-label': label, onchange: change }, ...options.map(([value, text]) => el('option', { value }, text)));
}

/** @param {string} label @param {() => void} change */
function toggleButton(label, change) {
  const button = el('button', { type: 'button', 'aria-pressed': 'false', onclick: () => {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    change();
  } }, label);
  return button;
}
