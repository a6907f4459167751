// @ts-check
/** Which calls the list shows, and in which order. Rows never change places because somebody speaks. Pure. */
import { attention, hasFault, isTalking, parse } from '../text/search.js';
import { deadOf } from '../feed/shapes.js';

/** @typedef {import('../feed/shapes.js').Call} Call */
/** @typedef {{callId: string, startedAt: number, score: number}} Place what decides where a call stands */

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
    /** @type {Place[]} of `ids`, in their order */
    this.places = [];
    /** @type {Map<string, Place>} the same by callId */
    this.byId = new Map();
    /** @type {Set<string>} those of `ids` that were not there before the last look */
    this.arrived = new Set();
    /** @type {Set<string>} calls that may have come or gone since the last look */
    this.touched = new Set();
    this.whole = true; // so may any other
  }

  /** @param {import('../route.js').Filters} filters */
  filter(filters) {
    this.filters = filters;
    this.query = parse(filters.q);
    this.resort();
  }

  /** With the next look by attention as it is then. */
  resort() {
    this.scores.clear();
    this.whole = true;
  }

  /** Somebody came or went; all others stay where they are. @param {string} callId empty: anybody */
  touch(callId) {
    this.whole = this.whole || callId === '';
    this.touched.add(callId);
  }

  get isFiltered() {
    const { role, fault, dead, talking } = this.filters;
    return !this.query.isEmpty || role !== '' || fault || dead || talking;
  }

  /** Depends on what changes while a call lives. */
  get isMoving() {
    return this.isFiltered;
  }

  /** Looks again which calls belong here; at all of them only where those that were touched do not say it. */
  look() {
    const { whole, touched } = this;
    this.whole = false;
    this.touched = new Set();
    this.arrived = new Set();
    if (whole || this.isMoving) {
      this.lookAtAll();
    } else if (touched.size > 0) {
      touched.forEach((callId) => this.lookAt(callId));
      this.total = this.places.length;
      this.ids = this.places.map((it) => it.callId);
    }
  }

  lookAtAll() {
    const before = this.byId;
    const now = this.store.now();
    this.byId = new Map();
    this.total = 0;
    for (const call of this.store.calls.values()) {
      if (call.onBoard) {
        this.total++;
        if (!this.isFiltered || this.matches(call, now)) {
          this.byId.set(call.callId, this.placeOf(call, now));
        }
      }
    }
    this.places = [...this.byId.values()].sort(compare);
    this.ids = this.places.map((it) => it.callId);
    this.arrived = new Set(this.ids.filter((it) => !before.has(it)));
  }

  /** Nothing is filtered. @param {string} callId */
  lookAt(callId) {
    const before = this.byId.get(callId);
    if (before) {
      this.byId.delete(callId);
      this.places.splice(indexFor(this.places, before), 1);
    }
    const call = this.store.calls.get(callId);
    if (call?.onBoard) {
      const place = this.placeOf(call, this.store.now());
      this.byId.set(callId, place);
      this.places.splice(indexFor(this.places, place), 0, place);
      if (!before) {
        this.arrived.add(callId);
      }
    }
  }

  /** @param {Call} call @param {number} now @returns {Place} */
  placeOf(call, now) {
    let score = 0;
    if (this.filters.sort === 'attention') {
      score = this.scores.get(call.callId) ?? attention(call, now);
      this.scores.set(call.callId, score);
    }
    return { callId: call.callId, startedAt: call.startedAt, score };
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

/** @param {Place} a @param {Place} b */
function compare(a, b) {
  return b.score - a.score || b.startedAt - a.startedAt || (a.callId < b.callId ? -1 : 1);
}

/** Where it is, or belongs. @param {Place[]} places in order @param {Place} place */
function indexFor(places, place) {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(places[middle], place) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
