// @ts-check
/**
 * What is true now: every call on the board, one guess and one final per leg, and whole transcripts of the calls that
 * are open. Knows no browser and no socket; the rules are those of sections 6 and 8 of the protocol.
 */
import { applyToCall } from './rules.js';
import { callOf } from './shapes.js';
import { Transcript } from './transcript.js';

const FAULTS_KEPT = 200;
const SPEAKING_LASTS_MS = 5_000; // unless text follows

/** @typedef {import('./shapes.js').Call} Call */
/** @typedef {import('./shapes.js').Leg} Leg */
/** @typedef {'board'|'call'|'words'|'system'} Kind what changed: who is on the line, a call, what is being said */

export class Store {
  /** @param {() => number} clock milliseconds since 1970 */
  constructor(clock = Date.now) {
    /** @type {(final: any, call: Call) => void} somebody may listen to what is said */
    this.onFinal = () => {};
    this.clock = clock;
    /** @type {Map<string, Call>} */
    this.calls = new Map();
    /** @type {Map<string, Transcript>} by callId, of the calls that are open */
    this.open = new Map();
    /** @type {Set<string>|null} whose guesses we asked for; null: everybody's */
    this.focus = null;
    /** @type {any} */
    this.health = null;
    /** @type {any} */
    this.stats = null;
    /** @type {any[]} newest last */
    this.faults = [];
    this.offsetMs = 0; // the server's clock minus ours
    this.applied = 0; // events so far
    /** @type {((kind: Kind, callId: string, legId: string) => void)[]} */
    this.watchers = [];
  }

  /** @param {(kind: Kind, callId: string, legId: string) => void} watcher */
  watch(watcher) {
    this.watchers.push(watcher);
  }

  /** @param {Kind} kind @param {string} callId @param {string} legId */
  tell(kind, callId = '', legId = '') {
    for (const watcher of this.watchers) {
      watcher(kind, callId, legId);
    }
  }

  /** The server's time, milliseconds since 1970. */
  now() {
    return this.clock() + this.offsetMs;
  }

  /** @param {number} at the server's time as a frame has just brought it */
  setClock(at) {
    this.offsetMs = at - this.clock();
  }

  /** @param {string} callId */
  wantsGuesses(callId) {
    return this.focus === null || this.focus.has(callId) || this.open.has(callId);
  }

  /** @param {Iterable<string>|null} callIds */
  setFocus(callIds) {
    this.focus = callIds === null ? null : new Set(callIds);
    for (const call of this.calls.values()) {
      if (!this.wantsGuesses(call.callId)) {
        this.dropGuesses(call);
      }
    }
  }

  /** A call is opened: its transcript is kept from its snapshot on. @param {string} callId */
  openCall(callId) {
    let transcript = this.open.get(callId);
    if (!transcript) {
      transcript = new Transcript(callId);
      this.open.set(callId, transcript);
    }
    return transcript;
  }

  /** @param {string} callId */
  closeCall(callId) {
    this.open.delete(callId);
    const call = this.calls.get(callId);
    if (call && !call.onBoard) {
      this.calls.delete(callId);
      this.tell('board', callId);
    } else if (call && !this.wantsGuesses(callId)) {
      this.dropGuesses(call);
    }
  }

  /** The whole board, in one step. @param {any[]} calls as they stand in a snapshot */
  replaceBoard(calls) {
    const present = new Set();
    for (const json of calls) {
      present.add(json.callId);
      this.put(json, true);
    }
    for (const call of [...this.calls.values()]) {
      if (present.has(call.callId)) {
        continue;
      }
      call.onBoard = false;
      if (!this.open.has(call.callId)) {
        this.calls.delete(call.callId);
      }
    }
    this.tell('board');
  }

  /** One call with its transcript, in one step. @param {any} json @param {any[]} finals @param {any} older */
  replaceCall(json, finals, older) {
    const transcript = this.open.get(json.callId);
    if (!transcript) {
      return; // closed while this was on its way
    }
    const known = this.calls.get(json.callId);
    const call = this.put(json, known ? known.onBoard : false);
    transcript.replace(finals, older);
    for (const leg of call.legs.values()) {
      const said = finals.filter((it) => it.legId === leg.legId);
      leg.finalRev = said.reduce((most, it) => Math.max(most, it.rev ?? 0), leg.finalRev);
      transcript.guess(leg.legId, leg.interim);
    }
    if (call.state === 'ended') {
      transcript.closeAll();
    }
    this.tell('board', json.callId);
    this.tell('call', json.callId);
  }

  /** @param {any} json @param {boolean} onBoard */
  put(json, onBoard) {
    const call = callOf(json, onBoard);
    if (!this.wantsGuesses(call.callId)) {
      call.legs.forEach((leg) => (leg.interim = null));
    }
    call.legs.forEach((leg) => (leg.heardAt = leg.speaking ? this.clock() : 0));
    this.calls.set(call.callId, call);
    const transcript = this.open.get(call.callId);
    call.legs.forEach((leg) => transcript?.guess(leg.legId, leg.interim));
    return call;
  }

  /** Nothing of a call stays. @param {string} callId */
  forget(callId) {
    this.calls.delete(callId);
    this.open.get(callId)?.clear();
    this.faults = this.faults.filter((it) => it.callId !== callId);
    this.tell('board');
    this.tell('call', callId);
  }

  /** One event of a batch; unknown types do nothing. @param {any} event */
  apply(event) {
    this.applied++;
    switch (event.type) {
      case 'system.health':
        this.health = event;
        return this.tell('system');
      case 'system.stats':
        this.stats = event;
        return this.tell('system');
      case 'call.started':
        if (event.call) {
          this.put(event.call, true);
          this.tell('board', event.call.callId);
        }
        return;
      case 'fault':
        this.faults.push(event);
        if (this.faults.length > FAULTS_KEPT) {
          this.faults.shift();
        }
    }
    const call = this.calls.get(event.callId);
    if (call) {
      applyToCall(this, call, event);
      if (event.type === 'transcript.final') {
        this.onFinal(event, call);
      }
    }
  }

  /** @param {Call} call */
  dropGuesses(call) {
    for (const leg of call.legs.values()) {
      if (leg.interim || leg.speaking) {
        leg.interim = null;
        leg.speaking = false;
        this.open.get(call.callId)?.guess(leg.legId, null);
        this.tell('words', call.callId, leg.legId);
      }
    }
  }

  /** Rule 6: the connection is lost, or sends no guesses any more. */
  dropMoment() {
    this.calls.forEach((call) => this.dropGuesses(call));
  }

  /** Once a second: voices that nothing followed, calls whose time on the board is over.
   * @param {number} endedForMs @param {(callId: string) => boolean} held rows that somebody looks at */
  sweep(endedForMs, held) {
    const now = this.now();
    for (const call of [...this.calls.values()]) {
      for (const leg of call.legs.values()) {
        if (leg.speaking && !leg.interim && this.clock() - leg.heardAt > SPEAKING_LASTS_MS) {
          leg.speaking = false;
          this.tell('words', call.callId, leg.legId);
        }
      }
      const over = call.state === 'ended' && now - (call.endedAt ?? 0) >= endedForMs;
      if (over && call.onBoard && !held(call.callId)) {
        call.onBoard = false;
        if (!this.open.has(call.callId)) {
          this.calls.delete(call.callId);
        }
        this.tell('board', call.callId);
      }
    }
  }
}
