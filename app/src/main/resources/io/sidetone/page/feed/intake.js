// @ts-check
/**
 * Puts snapshots and batches into the store in the right order, and knows the position: what has been applied whole.
 * Snapshots swap in at once when their last part is there; batches that come meanwhile wait. Pure.
 */
export class Intake {
  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.store = store;
    /** @type {{epoch: string, seq: number}|null} */
    this.position = null;
    this.epoch = '';
    /** @type {Set<string>} topics whose snapshot is on its way */
    this.awaited = new Set();
    /** @type {Map<string, any>} unfinished snapshots by topic */
    this.parts = new Map();
    /** @type {any[]} */
    this.held = [];
    this.lost = false; // something is missing; until it has been asked for and is there, the position stays
    this.placed = false; // the server knows our position on this connection
  }

  /** A new connection: nothing is on its way any more. */
  connected() {
    this.awaited.clear();
    this.parts.clear();
    this.held = [];
    this.lost = false;
    this.placed = false;
  }

  /**
   * The server has said what follows.
   *
   * @param {any} result of a subscription @param {string[]} names @param {boolean} [whole] of all topics
   * @returns {boolean} false if it shows that something was missing before it: the snapshot of one topic would move the
   *   position over what the others lack
   */
  subscribed(result, names, whole = false) {
    this.epoch = result.epoch ?? this.epoch;
    this.lost = this.lost && !whole;
    const fits = whole || this.lost || !this.misses(result.prev);
    if (!fits) {
      this.lose();
    }
    this.placed = this.placed || whole;
    if (result.mode === 'snapshot') {
      names.forEach((name) => this.awaited.add(name));
    }
    return fits;
  }

  /** Whether the server takes us to be elsewhere than we are. @param {number|undefined} prev */
  misses(prev) {
    return prev !== undefined && this.placed && this.settled && this.position !== null && prev !== this.position.seq;
  }

  /** No snapshot is on its way: the position is what has been applied. */
  get settled() {
    return this.awaited.size === 0 && this.parts.size === 0;
  }

  lose() {
    this.lost = true;
    this.unfollow();
  }

  /** Nothing new, but where we should be. @param {any} frame @returns {boolean} false if we are not there */
  heartbeat(frame) {
    if (!this.placed || this.lost) {
      return true; // not about what we have asked for, or known already
    }
    if (this.misses(frame.prev)) {
      this.lose();
      return false;
    }
    this.advance(frame.through);
    return true;
  }

  /** @param {string} name of a topic that was given up */
  forget(name) {
    this.awaited.delete(name);
    this.parts.delete(name);
  }

  /** @param {any} frame */
  reset(frame) {
    this.parts.clear();
    this.held = [];
    frame.topics.forEach((/** @type {string} */ name) => this.awaited.add(name));
    this.resetting = true;
  }

  /** @param {any} frame @returns {boolean} whether this was the last part of all that was awaited */
  snapshot(frame) {
    const whole = this.parts.get(frame.name) ?? { calls: [], finals: [] };
    whole.calls.push(...(frame.calls ?? []));
    whole.finals.push(...(frame.finals ?? []));
    for (const name of ['call', 'older', 'health', 'stats']) {
      whole[name] = frame[name] ?? whole[name];
    }
    if (!frame.last) {
      this.parts.set(frame.name, whole);
      return false;
    }
    this.parts.delete(frame.name);
    this.awaited.delete(frame.name);
    this.swapIn(frame, whole);
    this.epoch = frame.epoch;
    if (this.settled && !this.lost) {
      this.position = { epoch: frame.epoch, seq: frame.seq };
    }
    return this.release();
  }

  /** @param {any} frame @param {any} whole */
  swapIn(frame, whole) {
    if (frame.topic === 'calls') {
      this.store.replaceBoard(whole.calls);
    } else if (frame.topic === 'call') {
      this.store.replaceCall(whole.call, whole.finals, whole.older);
      if (this.lost) {
        this.unfollow();
      }
    } else {
      this.store.health = whole.health ?? this.store.health;
      this.store.stats = whole.stats ?? this.store.stats;
      this.store.tell('system');
    }
  }

  /** Something is missing in the open calls, too: each needs a snapshot that was asked for after this. */
  unfollow() {
    this.store.open.forEach((transcript) => (transcript.followed = false));
  }

  release() {
    if (!this.settled) {
      return false;
    }
    this.resetting = false;
    const held = this.held;
    this.held = [];
    held.forEach((frame) => this.batch(frame, true));
    return true;
  }

  /**
   * @param {any} frame
   * @param {boolean} [late] it waited for a snapshot, which may hold some of it
   * @returns {'applied'|'held'|'gap'} gap: something is missing before it, nothing of it was applied
   */
  batch(frame, late = false) {
    if (this.resetting && this.parts.size === 0) {
      this.awaited.clear(); // snapshots follow a reset at once: what did not come is gone
      this.release();
    }
    if (!this.settled) {
      this.held.push(frame);
      return 'held';
    }
    const seq = this.position?.seq ?? frame.prev;
    if (this.lost || (late ? frame.prev > seq : frame.prev !== seq)) {
      const known = this.lost;
      this.lose();
      return known ? 'held' : 'gap';
    }
    for (const event of frame.events) {
      if (event.seq === undefined || event.seq > seq) {
        this.store.apply(event);
      }
    }
    this.advance(frame.through);
    return 'applied';
  }

  /** @param {number} through */
  advance(through) {
    if (this.settled && this.epoch && !this.lost) {
      this.position = { epoch: this.epoch, seq: Math.max(through, this.position?.seq ?? 0) };
    }
  }
}
