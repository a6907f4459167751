// @ts-check
/** Which alerts there have been: newest first, not endless; told once for each final. Knows no browser. */
import { hitsIn, loudest, namesOf } from './rules.js';

/**
 * @typedef {{finalId: string, callId: string, legId: string, startMs: number, at: number, text: string, role: string,
 *   speaker: string, names: string, severity: import('./rules.js').Severity, hits: import('./rules.js').Hit[]}} Entry
 */

const MOST = 200;

export class AlertBook {
  constructor() {
    /** @type {import('./rules.js').Alert[]} */
    this.alerts = [];
    /** @type {Entry[]} newest first */
    this.entries = [];
    /** @type {Map<string, Map<string, number>>} the newest final that was looked at, by call and leg */
    this.looked = new Map();
    /** @type {Map<string, {count: number, severity: import('./rules.js').Severity}>} */
    this.byCall = new Map();
    /** @type {(entry: Entry) => void} */
    this.onEntry = () => {};
  }

  /** Not a second time. @param {any} final @param {import('../feed/shapes.js').Call} call @param {number} now */
  heard(final, call, now) {
    const legs = this.looked.get(call.callId) ?? new Map();
    if (this.alerts.length === 0 || final.n <= (legs.get(final.legId) ?? 0)) {
      return;
    }
    this.looked.set(call.callId, legs.set(final.legId, final.n));
    const leg = call.legs.get(final.legId);
    const hits = hitsIn(this.alerts, final.text, leg?.role ?? '');
    if (hits.length > 0) {
      this.add({
        finalId: final.finalId, callId: call.callId, legId: final.legId, startMs: final.startMs, at: final.receivedAt ?? now,
        text: final.text, role: leg?.role ?? '', speaker: leg?.name ?? '', names: namesOf(hits), severity: loudest(hits), hits,
      });
    }
  }

  /** @param {Entry} entry */
  add(entry) {
    this.entries.unshift(entry);
    this.entries.length = Math.min(this.entries.length, MOST);
    this.count();
    this.onEntry(entry);
  }

  count() {
    this.byCall.clear();
    for (const { callId, severity } of this.entries) {
      const known = this.byCall.get(callId);
      this.byCall.set(callId, { count: (known?.count ?? 0) + 1, severity: loudest(known ? [known, { severity }] : [{ severity }]) });
    }
  }

  /** Nothing of a call stays. @param {string} callId */
  forget(callId) {
    this.entries = this.entries.filter((it) => it.callId !== callId);
    this.looked.delete(callId);
    this.count();
  }

  /** A board that may have come anew: what was said last, and which calls have gone. @param {import('../feed/store.js').Store} store */
  board(store) {
    for (const call of store.calls.values()) {
      if (call.state === 'live') {
        call.legs.forEach((leg) => leg.last && this.heard(leg.last, call, store.now()));
      }
      call.alerts = this.byCall.get(call.callId);
    }
    for (const callId of this.looked.keys()) {
      if (!store.calls.has(callId)) {
        this.looked.delete(callId);
      }
    }
  }
}
