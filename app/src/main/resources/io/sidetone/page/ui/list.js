// @ts-check
/** The board: a list of any length with as many rows as fit on the screen, and a few more. */
import { plural } from '../text/format.js';
import { attribute, el, hide, setText, textNode } from './dom.js';
import { Order } from './order.js';
import { Passing } from './passing.js';
import { Row } from './row.js';
import { Rows } from './rows.js';
import { markMatches } from './highlight.js';

const MARGIN = 3; // rows above and below what is seen
const STEP = 6; // rows that change hands at once while the list is scrolled
const REPAINT_MS = 250; // 4 times a second at most
const RESORT_MS = 10_000;
const FOCUS_MS = 150;

export class CallList {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.order = new Order(app.store);
    this.rows = new Rows();
    this.first = 0;
    this.count = 0; // of rows from the first
    this.height = 0;
    this.top = 0;
    this.base = 0; // the index of the row at the grid's own top: rows stay when others enter above them
    this.activeId = ''; // the row that Tab reaches
    this.fresh = 0;
    this.resortedAt = 0;
    this.structure = true; // who is on the list may be out of date
    this.all = true; // so may be whatever rows show
    this.times = false; // and the time that each shows
    /** @type {Set<string>} calls on the screen of which something has changed */
    this.changed = new Set();
    this.dueAt = 0; // when a word that is held back is looked at again; 0: none is
    this.spacer = el('div.spacer', { 'aria-hidden': 'true' });
    this.grid = el('div.grid', { role: 'grid', 'aria-label': 'Live calls', 'aria-multiselectable': 'true' });
    this.scroller = el('div.scroller', {}, this.grid, this.spacer);
    this.passing = new Passing(this.scroller, this.grid);
    this.freshText = textNode();
    this.freshButton = el('button.fresh', { type: 'button', hidden: true, onclick: () => this.showNewest() }, this.freshText);
    this.element = el('div.list', {}, this.scroller, this.freshButton);
    this.brush = app.painter.brush(() => this.paint(), REPAINT_MS);
    this.mover = app.painter.brush(() => this.place(), 0);
    this.mover.always = true; // else there would be nothing to scroll to
    this.listen();
  }

  listen() {
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.scroller.addEventListener('click', (/** @type {any} */ event) => this.clicked(event));
    this.grid.addEventListener('focusin', (/** @type {any} */ event) => this.setActive(event.target.closest('.row')?.row.callId));
    this.grid.addEventListener('focusout', () => queueMicrotask(() => this.letGo()));
    new ResizeObserver(() => {
      this.height = this.scroller.clientHeight;
      this.refresh();
    }).observe(this.scroller);
    this.app.store.watch((kind, callId) => this.heard(kind, callId));
  }

  /** What nobody sees costs nothing. @param {import('../feed/store.js').Kind} kind @param {string} callId */
  heard(kind, callId) {
    if (kind === 'system') {
      return;
    }
    const seen = callId === '' || this.rows.byId.has(callId);
    if (seen) {
      this.all = this.all || callId === '';
      this.changed.add(callId);
    }
    if (kind === 'board') {
      this.structure = true;
      this.order.touch(callId);
    }
    if (seen || kind === 'board') {
      this.brush.dirty();
    }
  }

  /** Anything may have changed: every row is looked at, with the next frame. */
  refresh() {
    this.all = true;
    this.brush.now();
  }

  /** @param {import('../route.js').Filters} filters */
  filter(filters) {
    this.order.filter(filters);
    this.structure = true;
    this.fresh = 0;
    this.refresh();
  }

  /** The text is larger or smaller, and the rows with it. @param {number} percent */
  resize(percent) {
    const height = (Row.USUAL_HEIGHT * percent) / 100;
    if (Row.HEIGHT !== height) {
      this.top *= height / Row.HEIGHT;
      Row.HEIGHT = height;
      this.length = -1;
      this.structure = true;
    }
  }

  /** Once a second: durations run, and conditions such as silent:20s come true. */
  tick() {
    const idle = !this.element.matches(':hover') && !this.element.contains(document.activeElement);
    const resort = this.order.filters.sort === 'attention' && idle && performance.now() - this.resortedAt > RESORT_MS;
    if (resort) {
      this.resortedAt = performance.now();
      this.order.resort();
    }
    this.structure = this.structure || resort || this.order.isMoving;
    this.times = true;
    this.brush.dirty();
  }

  scrolled() {
    const top = this.scroller.scrollTop;
    if (Math.abs(top - this.top) >= 1) { // else it was us, who keep what is read where it is
      this.app.painter.scrolling();
      this.passing.moved();
    }
    this.top = top;
    if (this.top < Row.HEIGHT && this.fresh > 0) {
      this.fresh = 0;
      this.paintFresh();
    }
    if (this.window().first !== this.first) {
      this.mover.now();
    }
    if (this.changed.size > 0) {
      this.brush.dirty();
    }
  }

  showNewest() {
    this.scroller.scrollTop = 0;
    this.fresh = 0;
    this.refresh();
  }

  paint() {
    if (this.structure) {
      this.structure = false;
      this.restructure();
    }
    const { all, times, changed } = this;
    this.all = this.times = false;
    this.changed = new Set();
    const entered = this.place();
    const look = this.look();
    for (const row of this.rows.byId.values()) {
      const seen = this.isSeen(row);
      if (all || (seen && changed.has(row.callId) && !entered.has(row.callId))) {
        this.paintRow(row, look);
      } else if (!seen && changed.has(row.callId)) {
        this.changed.add(row.callId); // when it comes into sight
      }
      if (times && seen) {
        row.tick(look);
      }
    }
    if (all) {
      this.app.counted(this.order.ids.length, this.order.total, this.order.isFiltered);
      this.focusSoon();
    }
    this.mark();
  }

  /** @param {Row} row */
  isSeen({ index }) {
    return (index + 1) * Row.HEIGHT > this.top && index * Row.HEIGHT < this.top + this.height;
  }

  /** Which rows there should be. */
  window() {
    const { ids } = this.order;
    const count = Math.min(Math.ceil(this.height / Row.HEIGHT) + STEP + 2 * MARGIN, ids.length);
    const steps = Math.floor((this.top / Row.HEIGHT - this.base) / STEP); // from the base, so that calls above move none
    const at = this.base + steps * STEP - MARGIN;
    return { first: Math.max(0, Math.min(at, ids.length - count)), count };
  }

  /** Puts rows where they belong, and writes to those only that enter. @returns {Set<string>} the calls that did */
  place() {
    const { ids } = this.order;
    Object.assign(this, this.window());
    const shown = this.shownIds();
    const bereft = this.keepOnly(shown);
    const look = this.look();
    const entered = new Set();
    for (let index = this.first; index < this.first + this.count; index++) {
      const known = this.rows.byId.get(ids[index]);
      const row = known ?? this.rows.enter(ids[index], this.grid);
      row.put(index, this.base);
      if (!known) {
        entered.add(row.callId);
        this.paintRow(row, look);
      }
    }
    this.rows.hideFree();
    if (this.rows.byId.size > this.count) {
      this.rows.besides(shown).forEach((row) => row.put(ids.indexOf(row.callId), this.base));
    }
    if (bereft) {
      queueMicrotask(() => this.moveTo(Math.ceil(this.top / Row.HEIGHT))); // the first in sight
    }
    if (entered.size > 0) {
      this.mark();
      this.focusSoon();
    }
    return entered;
  }

  /** @param {string[]} shown @returns {boolean} whether the focus was on the row of a call that is not listed any more */
  keepOnly(shown) {
    return this.rows.keepOnly(shown, this.grid, (callId) => this.order.byId.has(callId));
  }

  /** Nobody is on a row any more that is out of sight. */
  letGo() {
    this.keepOnly(this.shownIds());
    this.rows.hideFree();
  }

  focusSoon() {
    clearTimeout(this.focusTimer);
    this.focusTimer = setTimeout(() => this.tellFocus(), FOCUS_MS);
  }

  shownIds() {
    return this.order.ids.slice(this.first, this.first + this.count);
  }

  /** What all rows have in common. @returns {import('./row.js').Look} */
  look() {
    const { store, connection, prefs } = this.app;
    const { phase } = connection.state;
    return { now: store.now(), unsure: phase !== 'live' && phase !== 'behind', steadiness: prefs.values.steadiness };
  }

  /** @param {Row} row @param {import('./row.js').Look} look */
  paintRow(row, look) {
    const call = this.app.store.calls.get(row.callId);
    if (call) {
      row.paint(call, look, this.app.isOpen(call.callId));
      attribute(row.element, 'tabindex', call.callId === this.activeId ? 0 : -1);
      this.again(call.callId, row.dueAt);
    }
  }

  /** One timer for all words that are held back. @param {string} callId @param {number} dueAt 0: none is */
  again(callId, dueAt) {
    if (dueAt === 0) {
      return;
    }
    this.changed.add(callId);
    if (this.dueAt === 0 || dueAt < this.dueAt) {
      this.dueAt = dueAt;
      clearTimeout(this.dueTimer);
      this.dueTimer = setTimeout(() => {
        this.dueAt = 0;
        this.brush.dirty();
      }, Math.max(0, dueAt - performance.now()));
    }
  }

  mark() {
    markMatches('match', this.order.query.texts, [...this.rows.byId.values()].map((it) => it.element));
  }

  /** New calls enter above; what is being read stays where it is. */
  restructure() {
    const before = this.order.ids;
    const anchorAt = Math.min(before.length - 1, Math.ceil(this.top / Row.HEIGHT));
    const anchor = before[anchorAt];
    this.order.look();
    const ids = this.order.ids;
    const length = ids.length * Row.HEIGHT;
    if (this.length !== length) {
      this.length = length;
      this.spacer.style.height = `${length}px`;
      attribute(this.grid, 'aria-rowcount', ids.length);
    }
    const moved = anchor === undefined ? -1 : ids.indexOf(anchor);
    this.rebase(this.base + (moved >= 0 ? moved - anchorAt : 0));
    if (moved >= 0 && moved !== anchorAt && this.top >= Row.HEIGHT && this.order.filters.sort === '') {
      this.fresh += ids.slice(0, moved).filter((it) => this.order.arrived.has(it)).length;
      this.top += (moved - anchorAt) * Row.HEIGHT;
      this.scroller.scrollTop = this.top;
    }
    if (!this.order.byId.has(this.activeId)) {
      this.setActive(ids[0] ?? '');
    }
    this.paintFresh();
    this.app.counted(ids.length, this.order.total, this.order.isFiltered);
  }

  /** @param {number} base */
  rebase(base) {
    const y = base * Row.HEIGHT;
    this.base = base;
    if (this.baseY !== y) {
      this.baseY = y;
      this.grid.style.top = `${y}px`;
    }
  }

  paintFresh() {
    hide(this.freshButton, this.fresh === 0);
    setText(this.freshText, `↑ ${plural(this.fresh, 'new call')}`);
  }

  tellFocus() {
    this.app.connection.topics.focus(document.hidden || this.app.hidesList() ? [] : this.shownIds());
  }

  /** @param {string|undefined} callId */
  setActive(callId) {
    if (callId !== undefined && callId !== this.activeId) {
      for (const [id, tabindex] of [[this.activeId, -1], [callId, 0]]) {
        const row = this.rows.byId.get(String(id));
        row && attribute(row.element, 'tabindex', tabindex);
      }
      this.activeId = callId;
    }
  }

  /** @param {any} event */
  clicked(event) {
    const row = event.target.closest('.row') ?? this.passed(event);
    if (row && getSelection()?.isCollapsed !== false) {
      this.setActive(row.row.callId);
      this.app.openCall(row.row.callId, event.ctrlKey || event.metaKey);
    }
  }

  /** What a button was pressed on while the list moved, and nothing was under the pointer. @param {MouseEvent} event @returns {any} */
  passed(event) {
    const row = /** @type {HTMLElement|null|undefined} */ (document.elementFromPoint(event.clientX, event.clientY)?.closest('.row'));
    row?.focus({ preventScroll: true });
    return row;
  }

  /** Moves the roving focus. @param {number} index */
  moveTo(index) {
    const at = Math.max(0, Math.min(index, this.order.ids.length - 1));
    const callId = this.order.ids[at];
    if (callId === undefined) {
      return;
    }
    const y = at * Row.HEIGHT;
    if (y < this.top || y + Row.HEIGHT > this.top + this.height) {
      this.top = y < this.top ? y : y + Row.HEIGHT - this.height;
      this.scroller.scrollTop = this.top;
    }
    this.setActive(callId);
    this.paint();
    this.rows.byId.get(callId)?.element.focus({ preventScroll: true });
  }

  /** @param {string} [callId] */
  focusRow(callId = this.activeId) {
    const index = this.order.ids.indexOf(callId);
    this.moveTo(index < 0 ? 0 : index);
  }

  /** Whether somebody is on this row just now. @param {string} callId */
  activeHeld(callId) {
    const row = this.rows.byId.get(callId);
    return row !== undefined && (row.element.matches(':hover') || row.element === document.activeElement);
  }

  get activeIndex() {
    return this.order.ids.indexOf(this.activeId);
  }

  /** How many rows a page has. */
  get page() {
    return Math.max(1, Math.floor(this.height / Row.HEIGHT) - 1);
  }
}
