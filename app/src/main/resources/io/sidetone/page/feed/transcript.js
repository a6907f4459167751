// @ts-check
/**
 * What was said on one call: utterances made of finals, the guesses that are open, and marks between them. Pure. A
 * renderer reads `items` and `changed`; nothing here knows how it looks.
 */

/**
 * @typedef {{kind: 'said', key: string, legId: string, utt: number, startMs: number, endMs: number, finals: any[],
 *   guess: import('./shapes.js').Guess|null, closed: boolean}} Said
 * @typedef {{kind: 'mark', key: string, type: string, atMs: number, event: any}} Mark
 * @typedef {Said|Mark} Item
 */

const MARKED = new Set(['dtmf', 'call.paused', 'call.resumed', 'fault', 'leg.started', 'leg.ended', 'call.ended']);

export class Transcript {
  /** @param {string} callId */
  constructor(callId) {
    this.callId = callId;
    this.loaded = false; // there is something to show
    this.followed = false; // a snapshot has been applied, and events follow it
    /** @type {Item[]} in the order in which they are shown */
    this.items = [];
    /** @type {Map<string, Item>} */
    this.byKey = new Map();
    /** @type {Map<string, any>} */
    this.finals = new Map();
    /** @type {Map<string, Map<string, any>>} by finalId, then target; may come before the final */
    this.deliveries = new Map();
    /** @type {any} */
    this.older = null;
    /** @type {Set<string>} keys of items that the renderer has still to paint */
    this.changed = new Set();
    this.generation = 0; // of the order: grows when items are not only added
  }

  /** A snapshot: all finals anew; marks stay, as snapshots have none. @param {any[]} finals @param {any} older */
  replace(finals, older) {
    const marks = this.items.filter((it) => it.kind === 'mark');
    this.items = [];
    this.byKey.clear();
    this.finals.clear();
    this.deliveries.clear();
    this.older = older ?? null;
    this.loaded = true;
    this.followed = true;
    this.generation++;
    [...finals].sort(bySpeech).forEach((it) => this.final(it));
    marks.forEach((mark) => this.insert(mark, true));
    for (const item of this.items) {
      if (item.kind === 'said') {
        item.closed = item.finals.at(-1)?.speechFinal === true || this.hasLater(item);
      }
    }
  }

  /** Nothing is left, not even marks. */
  clear() {
    this.items = [];
    [this.byKey, this.finals, this.deliveries, this.changed].forEach((it) => it.clear());
    this.older = null;
    this.followed = false;
    this.generation++;
  }

  /** What was before, read over HTTP. @param {any[]} finals @param {any[]} events @param {any[]} deliveries */
  addHistory(finals, events, deliveries = []) {
    finals.forEach((it) => this.final(it, true));
    events.forEach((it) => this.mark(it));
    for (const it of deliveries) {
      const known = this.deliveries.get(it.finalId)?.get(it.target);
      if (!known || (known.status === 'pending' && it.attempts >= known.attempts)) {
        this.delivery(it);
      }
    }
    this.loaded = true;
  }

  /** @param {any} event @param {boolean} byTime whether it belongs among the closed lines */
  final(event, byTime = event.repaired === true || event.late === true) {
    if (this.finals.has(event.finalId)) {
      return;
    }
    this.finals.set(event.finalId, event);
    for (const delivery of event.delivery ?? []) {
      this.deliveriesOf(event.finalId).set(delivery.target, delivery);
    }
    const said = this.said(event.legId, event.utt, event.startMs, byTime);
    said.finals.push(event);
    said.finals.sort((a, b) => a.n - b.n);
    said.startMs = Math.min(said.startMs, event.startMs);
    said.endMs = Math.max(said.finals.at(-1)?.endMs ?? 0, event.endMs);
    if (said.guess && said.guess.rev <= (event.rev ?? 0)) {
      said.guess = null;
    }
    said.closed = said.closed || byTime;
    this.changed.add(said.key);
  }

  /** The leg's one guess, or that there is none. @param {string} legId @param {import('./shapes.js').Guess|null} guess */
  guess(legId, guess) {
    for (const item of this.items) {
      if (item.kind === 'said' && item.legId === legId && item.guess && item.guess.utt !== guess?.utt) {
        item.guess = null;
        this.changed.add(item.key);
        this.dropIfEmpty(item);
      }
    }
    if (guess) {
      const said = this.said(legId, guess.utt, guess.startMs, false);
      said.guess = guess;
      this.changed.add(said.key);
    }
  }

  /** @param {any} event */
  utteranceEnded(event) {
    const said = this.byKey.get(`${event.legId}/${event.utt}`);
    if (said?.kind === 'said') {
      said.closed = true;
      said.guess = null;
      this.changed.add(said.key);
      this.dropIfEmpty(said);
    }
  }

  /** @param {any} event */
  legEnded(event) {
    this.guess(event.legId, null);
    for (const item of this.items) {
      if (item.kind === 'said' && item.legId === event.legId && !item.closed) {
        item.closed = true;
        this.changed.add(item.key);
      }
    }
    this.mark(event);
  }

  closeAll() {
    for (const item of [...this.items]) {
      if (item.kind === 'said' && (!item.closed || item.guess)) {
        item.closed = true;
        item.guess = null;
        this.changed.add(item.key);
        this.dropIfEmpty(item);
      }
    }
  }

  /** Something between the lines. @param {any} event */
  mark(event) {
    if (!MARKED.has(event.type)) {
      return;
    }
    const number = event.callSeq ?? `${event.atMs}/${event.legId ?? ''}`;
    const key = `${event.type}/${event.faultId ?? ''}/${number}`;
    if (!this.byKey.has(key)) {
      this.insert({ kind: 'mark', key, type: event.type, atMs: callTime(event), event }, true);
    }
  }

  /** @param {any} event */
  delivery(event) {
    if (!event.finalId) {
      return;
    }
    this.deliveriesOf(event.finalId).set(event.target, event);
    const final = this.finals.get(event.finalId);
    if (final) {
      this.changed.add(`${final.legId}/${final.utt}`);
    }
  }

  /** @param {string} finalId */
  deliveriesOf(finalId) {
    let known = this.deliveries.get(finalId);
    if (!known) {
      known = new Map();
      this.deliveries.set(finalId, known);
    }
    return known;
  }

  /** @param {string} legId @param {number} utt @param {number} startMs @param {boolean} byTime @returns {Said} */
  said(legId, utt, startMs, byTime) {
    const key = `${legId}/${utt}`;
    const known = this.byKey.get(key);
    if (known?.kind === 'said') {
      return known;
    }
    /** @type {Said} */
    const said = { kind: 'said', key, legId, utt, startMs, endMs: startMs, finals: [], guess: null, closed: false };
    this.insert(said, byTime);
    return said;
  }

  /**
   * A new line goes among those still open, by its time, and stays there; what comes afterwards (repaired words,
   * marks, history) goes by its time among all. @param {Item} item @param {boolean} byTime
   */
  insert(item, byTime) {
    const at = timeOf(item);
    let i = this.items.length;
    while (i > 0 && timeOf(this.items[i - 1]) > at && (byTime || isOpen(this.items[i - 1]))) {
      i--;
    }
    if (i < this.items.length) {
      this.generation++;
    }
    this.items.splice(i, 0, item);
    this.byKey.set(item.key, item);
    this.changed.add(item.key);
  }

  /** @param {Said} said a guess that never became text takes its line with it */
  dropIfEmpty(said) {
    if (said.finals.length === 0 && !said.guess) {
      this.items.splice(this.items.indexOf(said), 1);
      this.byKey.delete(said.key);
      this.changed.delete(said.key);
      this.generation++;
    }
  }

  /** @param {Said} said */
  hasLater(said) {
    return this.byKey.has(`${said.legId}/${said.utt + 1}`);
  }
}

/** @param {Item} item */
export function timeOf(item) {
  return item.kind === 'said' ? item.startMs : item.atMs;
}

/** @param {Item} item */
function isOpen(item) {
  return item.kind === 'said' && !item.closed;
}

/** The strict order of transcripts. @param {any} a @param {any} b */
function bySpeech(a, b) {
  return a.startMs - b.startMs || (a.legId < b.legId ? -1 : a.legId > b.legId ? 1 : a.n - b.n);
}

/** What is shown of an utterance: its finals joined, then the guess (rule 7). @param {Said} said */
export function textOf(said) {
  const parts = said.finals.map((it) => it.text);
  if (said.guess) {
    parts.push(said.guess.text);
  }
  return parts.join(' ');
}

/** Where it stands in the call; its end says how long it was. @param {any} event */
function callTime(event) {
  const ms = event.type === 'call.ended' ? event.durationMs : event.atMs;
  return ms ?? 0;
}
