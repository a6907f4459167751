// @ts-check
/** Which calls the list shows, and in which order. Rows never change places because somebody speaks. Pure. */
import { attention, hasFault, isTalking, parse } from '../text/search.js';
import { deadOf } from '../feed/shapes.js';

/** @typedef {import('../feed/shapes.js').Call} Call */

export class Order {
  /** @param {import('../feed/store.js').Store} store */
  constructor(store) {
    this.store = store;
    /** @type {string[]} */
    this.ids = [];
    this.total = 0;
    /** @type {import('../route.js').Filters} */
    this.filters = { q: '', role: '', fault: false, dead: false, talking: false, sort: '' };
    this.query = parse('');
    /** @type {Map<string, number>} as they were when the list was last sorted by them */
    this.scores = new Map();
  }

  /** @param {import('../route.js').Filters} filters */
  filter(filters) {
    this.filters = filters;
    this.query = parse(filters.q);
    this.scores.clear();
  }

  get isFiltered() {
    const { role, fault, dead, talking } = this.filters;
    return !this.query.isEmpty || role !== '' || fault || dead || talking;
  }

  /** Depends on what changes while a call lives. */
  get isMoving() {
    return this.isFiltered;
  }

  /** Looks again which calls belong here. @param {boolean} [resort] by attention as it is now */
  look(resort = false) {
    const now = this.store.now();
    if (resort) {
      this.scores.clear();
    }
    const calls = [];
    this.total = 0;
    for (const call of this.store.calls.values()) {
      if (call.onBoard) {
        this.total++;
        if (!this.isFiltered || this.matches(call, now)) {
          calls.push(call);
        }
      }
    }
    if (this.filters.sort === 'attention') {
      calls.forEach((it) => this.scores.has(it.callId) || this.scores.set(it.callId, attention(it, now)));
    }
    calls.sort((a, b) => this.score(b) - this.score(a) || b.startedAt - a.startedAt || (a.callId < b.callId ? -1 : 1));
    this.ids = calls.map((it) => it.callId);
  }

  /** @param {Call} call */
  score(call) {
    return this.filters.sort === 'attention' ? this.scores.get(call.callId) ?? 0 : 0;
  }

  /** @param {Call} call @param {number} now */
  matches(call, now) {
    const { role, fault, dead, talking } = this.filters;
    return (
      (role === '' || [...call.legs.values()].some((it) => it.role === role)) &&
      (!fault || hasFault(call)) &&
      (!dead || deadOf(call) > 0) &&
      (!talking || isTalking(call)) &&
      this.query.test({ call, now, transcript: this.store.open.get(call.callId) })
    );
  }
}
