// @ts-check
/** The board: a list of any length with as many rows as fit on the screen, and a few more. */
import { plural } from '../text/format.js';
import { attribute, el, hide, setText, textNode } from './dom.js';
import { Order } from './order.js';
import { Row } from './row.js';
import { markMatches } from './highlight.js';

const SPARE_ROWS = 8;
const REPAINT_MS = 250; // 4 times a second at most
const RESORT_MS = 10_000;
const FOCUS_MS = 150;

export class CallList {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.order = new Order(app.store);
    /** @type {Row[]} */
    this.pool = [];
    this.first = 0;
    this.height = 0;
    this.top = 0;
    this.activeId = ''; // the row that Tab reaches
    /** @type {Row|null} out of sight, but somebody is on it */
    this.parked = null;
    this.fresh = 0;
    this.resortedAt = 0;
    this.known = new Set();
    this.structure = true;
    this.spacer = el('div.spacer', { 'aria-hidden': 'true' });
    this.grid = el('div.grid', { role: 'grid', 'aria-label': 'Live calls', 'aria-multiselectable': 'true' });
    this.scroller = el('div.scroller', {}, this.grid, this.spacer);
    this.freshText = textNode();
    this.freshButton = el('button.fresh', { type: 'button', hidden: true, onclick: () => this.showNewest() }, this.freshText);
    this.element = el('div.list', {}, this.scroller, this.freshButton);
    this.brush = app.painter.brush(() => this.paint(), REPAINT_MS);
    this.listen();
  }

  listen() {
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.grid.addEventListener('click', (/** @type {any} */ event) => this.clicked(event));
    this.grid.addEventListener('focusin', (/** @type {any} */ event) => this.setActive(event.target.closest('.row')?.row.callId));
    this.grid.addEventListener('focusout', () => this.unpark());
    new ResizeObserver(() => {
      this.height = this.scroller.clientHeight;
      this.brush.now();
    }).observe(this.scroller);
    this.app.store.watch((kind) => {
      this.structure = this.structure || kind === 'board';
      if (kind !== 'system') {
        this.brush.dirty();
      }
    });
  }

  /** @param {import('../route.js').Filters} filters */
  filter(filters) {
    this.order.filter(filters);
    this.structure = true;
    this.fresh = 0;
    this.brush.now();
  }

  /** The text is larger or smaller, and the rows with it. @param {number} percent */
  resize(percent) {
    const height = (Row.USUAL_HEIGHT * percent) / 100;
    if (Row.HEIGHT !== height) {
      this.top *= height / Row.HEIGHT;
      Row.HEIGHT = height;
      this.length = -1;
      this.structure = true;
      this.pool.forEach((row) => (row.index = -1));
    }
  }

  /** Once a second: durations run, and conditions such as silent:20s come true. */
  tick() {
    const idle = !this.element.matches(':hover') && !this.element.contains(document.activeElement);
    const resort = this.order.filters.sort === 'attention' && idle && performance.now() - this.resortedAt > RESORT_MS;
    if (resort) {
      this.resortedAt = performance.now();
      this.order.scores.clear();
    }
    this.structure = this.structure || resort || this.order.isMoving;
    this.brush.dirty();
  }

  scrolled() {
    this.top = this.scroller.scrollTop;
    if (this.top < Row.HEIGHT) {
      this.fresh = 0;
    }
    this.brush.now();
  }

  showNewest() {
    this.scroller.scrollTop = 0;
    this.fresh = 0;
    this.brush.now();
  }

  paint() {
    if (this.structure) {
      this.structure = false;
      this.restructure();
    }
    const rows = Math.ceil(this.height / Row.HEIGHT) + 1;
    this.first = Math.max(0, Math.min(Math.floor(this.top / Row.HEIGHT) - SPARE_ROWS / 2, this.order.ids.length - rows));
    this.fit(Math.min(rows + SPARE_ROWS, this.order.ids.length));
    this.paintRows();
    this.paintFresh();
    markMatches('match', this.order.query.texts, this.pool.map((it) => it.element));
    this.app.counted(this.order.ids.length, this.order.total, this.order.isFiltered);
    clearTimeout(this.focusTimer);
    this.focusTimer = setTimeout(() => this.tellFocus(), FOCUS_MS);
  }

  /** New calls enter above; what is being read stays where it is. */
  restructure() {
    const before = this.order.ids;
    const anchor = before[Math.min(before.length - 1, Math.ceil(this.top / Row.HEIGHT))];
    const anchorAt = before.indexOf(anchor);
    this.order.look();
    const ids = this.order.ids;
    const length = ids.length * Row.HEIGHT;
    if (this.length !== length) {
      this.length = length;
      this.spacer.style.height = `${length}px`;
      attribute(this.grid, 'aria-rowcount', ids.length);
    }
    const moved = anchor === undefined || this.top < Row.HEIGHT ? -1 : ids.indexOf(anchor);
    if (moved >= 0 && moved !== anchorAt && this.order.filters.sort === '') {
      this.fresh += ids.slice(0, moved).filter((it) => !this.known.has(it)).length;
      this.top += (moved - anchorAt) * Row.HEIGHT;
      this.scroller.scrollTop = this.top;
    }
    this.known = new Set(ids);
    if (!this.known.has(this.activeId)) {
      this.activeId = ids[0] ?? '';
    }
  }

  /** @param {number} count of rows there should be */
  fit(count) {
    while (this.pool.length < count) {
      const row = new Row();
      this.pool.push(row);
      this.grid.append(row.element);
    }
    while (this.pool.length > count) {
      const row = /** @type {Row} */ (this.pool.pop());
      row.element.remove();
    }
  }

  paintRows() {
    const { store, connection, prefs } = this.app;
    const now = store.now();
    const unsure = connection.state.phase !== 'live' && connection.state.phase !== 'behind';
    let dueAt = 0;
    for (let i = 0; i < this.pool.length; i++) {
      const index = this.first + i;
      const call = store.calls.get(this.order.ids[index]);
      const row = this.rowFor(index % this.pool.length, call?.callId ?? '');
      hide(row.element, !call);
      if (call) {
        row.bind(call, index);
        row.paint(call, now, this.app.isOpen(call.callId), unsure, prefs.values.steadiness);
        attribute(row.element, 'tabindex', call.callId === this.activeId ? 0 : -1);
        dueAt = row.dueAt || dueAt;
      }
    }
    if (dueAt > 0) {
      setTimeout(() => this.brush.dirty(), Math.max(0, dueAt - performance.now()));
    }
  }

  /** The row that has the focus is never used for another call. @param {number} slot @param {string} callId */
  rowFor(slot, callId) {
    const row = this.pool[slot];
    if (row.callId === callId || row.element !== document.activeElement) {
      return row;
    }
    if (this.parked?.callId === callId) {
      return row;
    }
    this.parked = row;
    this.pool[slot] = new Row();
    this.grid.append(this.pool[slot].element);
    return this.pool[slot];
  }

  unpark() {
    const parked = this.parked;
    this.parked = null;
    if (parked) {
      queueMicrotask(() => parked.element.remove());
    }
  }

  paintFresh() {
    hide(this.freshButton, this.fresh === 0);
    setText(this.freshText, `↑ ${plural(this.fresh, 'new call')}`);
  }

  tellFocus() {
    const ids = document.hidden || this.app.hidesList() ? [] : this.order.ids.slice(this.first, this.first + this.pool.length);
    this.app.connection.topics.focus(ids);
  }

  /** @param {string|undefined} callId */
  setActive(callId) {
    if (callId && callId !== this.activeId) {
      this.activeId = callId;
      this.brush.now();
    }
  }

  /** @param {any} event */
  clicked(event) {
    const row = event.target.closest('.row');
    if (row && getSelection()?.isCollapsed !== false) {
      this.setActive(row.row.callId);
      this.app.openCall(row.row.callId, event.ctrlKey || event.metaKey);
    }
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
    this.activeId = callId;
    this.paint();
    this.pool.find((it) => it.callId === callId)?.element.focus({ preventScroll: true });
  }

  /** @param {string} [callId] */
  focusRow(callId = this.activeId) {
    const index = this.order.ids.indexOf(callId);
    this.moveTo(index < 0 ? 0 : index);
  }

  /** Whether somebody is on this row just now. @param {string} callId */
  activeHeld(callId) {
    const row = this.pool.find((it) => it.callId === callId);
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
