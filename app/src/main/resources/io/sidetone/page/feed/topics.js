// @ts-check
/** What this page asks the server for: the board, the system's health, and each call that is open. */

const FOCUS_MAX = 200; // unless hello says otherwise

export class Topics {
  /** @param {import('./socket.js').Connection} connection */
  constructor(connection) {
    this.connection = connection;
    /** @type {Set<string>} */
    this.calls = new Set();
    /** @type {Set<string>} those that are subscribed on this connection */
    this.subscribed = new Set();
    /** @type {Set<string>} */
    this.features = new Set();
    /** @type {string[]} */
    this.focused = [];
    /** @type {any} of the board, by the server; null: every call */
    this.filter = null;
    this.everyFinal = false; // else the newest of each leg will do
    this.resumable = false; // the position belongs to exactly these topics
  }

  /** @param {any} hello */
  connected(hello) {
    this.features = new Set(hello.features ?? []);
    this.subscribed.clear();
    this.resume();
    this.askSystem();
  }

  /** Everything again, from where we were if the server can. */
  resume() {
    const followed = (/** @type {string} */ callId) => this.connection.store.open.get(callId)?.followed === true;
    const calls = [...this.calls].filter(followed);
    const position = this.resumable ? this.connection.intake.position : null;
    const topics = [this.board(), ...calls.map((callId) => this.call(callId))];
    const frame = position ? { type: 'subscribe', since: position, topics } : { type: 'subscribe', topics };
    this.connection.send(frame, (reply) => this.resumed(reply, calls));
    this.sendFocus();
    [...this.calls].filter((it) => !followed(it)).forEach((callId) => this.subscribe(callId));
  }

  /** @param {any} reply @param {string[]} calls */
  resumed(reply, calls) {
    if (reply.ok) {
      this.resumable = true;
      calls.forEach((callId) => this.follows(callId));
      this.connection.intake.subscribed(reply.result, ['board', ...calls.map((callId) => `call ${callId}`)], true);
      if (reply.result.mode !== 'snapshot') {
        this.connection.intake.release();
        this.connection.caughtUp(reply.result.mode);
      }
    } else if (reply.error.code === 'unknown_call' && calls.length > 0) {
      this.boardThenCalls(calls); // one is gone, and none takes effect
    } else {
      this.connection.onNotice(reply.error.code, reply.error.message);
      this.connection.world.later(() => this.resume(), reply.error.retryAfterMs ?? 5_000);
    }
  }

  /** @param {string[]} calls */
  boardThenCalls(calls) {
    const position = this.resumable ? this.connection.intake.position : null;
    const frame = { type: 'subscribe', topics: [this.board()] };
    this.connection.send(position ? { ...frame, since: position } : frame, (reply) => {
      this.resumed(reply, []);
      calls.forEach((callId) => this.subscribe(callId));
    });
    this.sendFocus();
  }

  board() {
    const board = { name: 'board', topic: 'calls', interims: 'focus', finals: this.everyFinal ? 'all' : 'latest', deliveries: 'dead' };
    return this.filter ? { ...board, filter: this.filter } : board;
  }

  /** Another board takes the place of this one. @param {any} filter null: every call */
  narrow(filter) {
    this.filter = filter;
    this.resumable = false; // the position belongs to the board that was
    this.connection.send({ type: 'subscribe', topics: [this.board()] }, (reply) => {
      if (reply.ok) {
        this.follow(reply.result, ['board']);
        this.connection.intake.position = null; // until the snapshot is there, nothing can be resumed from
        this.resumable = true;
      } else {
        this.connection.onNotice(reply.error.code, reply.error.message);
      }
    });
    this.sendFocus();
  }

  /** @param {string} callId */
  call(callId) {
    const topic = { name: `call ${callId}`, topic: 'call', callId, tail: 200, interims: 'all', deliveries: 'all' };
    return this.features.has('words') ? { ...topic, words: true } : topic;
  }

  askSystem() {
    if (this.features.has('system') || this.features.has('stats') || this.features.has('ack')) {
      const frame = { type: 'subscribe', topics: [{ name: 'system', topic: 'system' }] };
      this.connection.send(frame, (reply) => {
        if (reply.ok) {
          this.follow(reply.result, ['system']);
        }
      });
    }
  }

  /** @param {string} callId */
  open(callId) {
    if (!this.calls.has(callId)) {
      this.calls.add(callId);
      this.connection.store.openCall(callId);
      this.subscribe(callId);
    }
  }

  /** @param {string} callId */
  subscribe(callId) {
    if (!this.calls.has(callId)) {
      return;
    }
    const name = `call ${callId}`;
    this.connection.send({ type: 'subscribe', topics: [this.call(callId)] }, (reply) => {
      if (!reply.ok) {
        this.calls.delete(callId);
        this.connection.onGone(callId);
      } else {
        this.follow(reply.result, this.follows(callId) ? [name] : []);
      }
    });
  }

  /** One topic more on this connection; if it shows that something went astray before, all of them anew. @param {any} result @param {string[]} names */
  follow(result, names) {
    if (!this.connection.intake.subscribed(result, names)) {
      this.resume();
    }
  }

  /** The server sends it now; unless it was closed meanwhile, which the server is then told. @param {string} callId */
  follows(callId) {
    this.subscribed.add(callId);
    if (!this.calls.has(callId)) {
      this.close(callId);
      return false;
    }
    return true;
  }

  /** @param {string} callId */
  close(callId) {
    this.calls.delete(callId);
    this.connection.store.closeCall(callId);
    if (this.subscribed.delete(callId)) {
      this.connection.intake.forget(`call ${callId}`);
      this.connection.send({ type: 'unsubscribe', topics: [`call ${callId}`] }, () => {});
    }
  }

  /** @param {string[]} callIds whose guesses are worth sending */
  focus(callIds) {
    const most = this.connection.state.hello?.limits?.maxFocus ?? FOCUS_MAX;
    const wanted = callIds.slice(0, most);
    if (wanted.length === this.focused.length && wanted.every((id, i) => id === this.focused[i])) {
      return;
    }
    this.focused = wanted;
    this.sendFocus();
  }

  sendFocus() {
    if (this.features.has('focus')) {
      this.connection.store.setFocus(this.focused);
      this.connection.send({ type: 'focus', name: 'board', callIds: this.focused });
    } else {
      this.connection.store.setFocus(null);
    }
  }
}
