// @ts-check
/**
 * The connection to the server: opens it, subscribes, resumes where it was after a break, acknowledges, notices when
 * it is dead. Knows no document; time, chance and the socket are handed in, so that tests own them.
 */
import { Backoff, afterClose, inWords } from './backoff.js';
import { Intake } from './intake.js';
import { Topics } from './topics.js';

const PROTOCOL = 'dashboard.v1.json';
const STALE_MS = 25_000; // until hello says otherwise
const ACK_MS = 1_000;
const LATER_MS = 10_000;
const BEHIND_MS = 2_000;
const RENEW_AGAIN_MS = 10_000;

/**
 * @typedef {'loading'|'live'|'behind'|'reconnecting'|'offline'|'signedout'|'refused'|'replaced'} Phase
 * @typedef {{phase: Phase, since: number, tries: number, retryAt: number, reason: string, behindMs: number,
 *   suspended: boolean, lagging: boolean, restored: {mode: string, at: number}|null, hello: any}} State
 * @typedef {{open: () => WebSocket|any, now: () => number, random: () => number, online: () => boolean,
 *   later: (task: () => void, ms: number) => any, never: (timer: any) => void,
 *   session: () => Promise<'in'|'out'|'unknown'>, ticket: () => Promise<string>}} World
 */

export class Connection {
  /** @param {import('./store.js').Store} store @param {World} world */
  constructor(store, world) {
    this.store = store;
    this.world = world;
    this.intake = new Intake(store);
    this.topics = new Topics(this);
    this.backoff = new Backoff(world.random);
    /** @type {any} */
    this.socket = null;
    this.requests = 0;
    /** @type {Map<string, (frame: any) => void>} */
    this.waiting = new Map();
    this.lastFrameAt = 0;
    this.openedAt = 0;
    this.ackedAt = 0;
    this.unacked = false;
    this.lagMs = 0;
    /** @type {any} */
    this.bye = null;
    /** @type {State} */
    this.state = {
      phase: 'loading',
      since: world.now(),
      tries: 0,
      retryAt: 0,
      reason: '',
      behindMs: 0,
      suspended: false,
      lagging: false,
      restored: null,
      hello: null,
    };
    /** @type {(state: State) => void} */
    this.onState = () => {};
    /** @type {(callId: string) => void} a call is not in the server's memory any more */
    this.onGone = () => {};
    this.onReset = () => {};
    /** @type {(code: string, message: string) => void} */
    this.onNotice = () => {};
  }

  /** @param {Partial<State>} change */
  enter(change) {
    const since = change.phase && change.phase !== this.state.phase ? this.world.now() : this.state.since;
    this.state = { ...this.state, since, ...change };
    this.onState(this.state);
  }

  start() {
    this.world.never(this.timer);
    if (this.socket) {
      return;
    }
    this.bye = null;
    if (this.state.phase === 'signedout' || this.state.phase === 'replaced') {
      this.enter({ phase: this.state.hello ? 'reconnecting' : 'loading', reason: '' });
    }
    const socket = this.world.open();
    this.socket = socket;
    this.openedAt = 0;
    this.lastFrameAt = this.world.now();
    socket.onmessage = (/** @type {any} */ message) => this.socket === socket && this.frame(JSON.parse(message.data));
    socket.onclose = (/** @type {any} */ close) => this.socket === socket && this.closed(close.code, close.reason);
  }

  stop() {
    this.world.never(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000);
  }

  /** Now, not later: the user, the network or the tab says that it is worth a try. */
  tryNow() {
    if (!this.socket && ['reconnecting', 'offline', 'replaced', 'signedout', 'loading'].includes(this.state.phase)) {
      this.start();
    } else if (this.socket) {
      this.checkStale();
    }
  }

  /** @param {any} frame */
  frame(frame) {
    this.lastFrameAt = this.world.now();
    if (typeof frame.at === 'number') {
      this.measure(frame);
    }
    switch (frame.type) {
      case 'hello':
        return this.hello(frame);
      case 'reply': {
        const answer = this.waiting.get(frame.id);
        this.waiting.delete(frame.id);
        return answer?.(frame);
      }
      case 'snapshot':
        if (this.intake.snapshot(frame)) {
          this.caughtUp('snapshot');
        }
        return this.applied();
      case 'batch':
        if (this.intake.batch(frame) === 'gap') {
          return this.topics.resume();
        }
        return this.applied();
      case 'heartbeat':
        return this.intake.heartbeat(frame) ? undefined : this.topics.resume();
      case 'notice':
        return this.notice(frame);
      case 'reset':
        this.store.dropMoment();
        this.intake.reset(frame);
        return this.onReset();
      case 'bye':
        this.bye = frame;
    }
  }

  /** @param {any} frame */
  measure(frame) {
    if (frame.type === 'hello' || frame.type === 'heartbeat') {
      this.store.setClock(frame.at);
    } else if (frame.type === 'batch') {
      this.lagMs = this.store.now() - frame.at;
      if (this.lagMs < 0) {
        this.store.setClock(frame.at); // it cannot come from the future: our estimate was too low
        this.lagMs = 0;
      }
      this.judgeLag();
    }
  }

  /** The server has said that we are behind, and not yet that we are not. */
  get heldBack() {
    return this.state.suspended || this.state.lagging;
  }

  judgeLag() {
    const { phase } = this.state;
    if (phase === 'live' && this.lagMs > BEHIND_MS) {
      this.enter({ phase: 'behind', behindMs: this.lagMs });
    } else if (phase === 'behind' && !this.heldBack) {
      this.enter(this.lagMs > BEHIND_MS ? { behindMs: this.lagMs } : { phase: 'live', behindMs: 0 });
    }
  }

  /** @param {any} hello */
  hello(hello) {
    this.openedAt = this.world.now();
    this.intake.connected();
    this.waiting.clear();
    this.ackedAt = 0;
    this.enter({ hello, suspended: false, lagging: false });
    this.topics.connected(hello);
  }

  /** Everything that was missed is there. @param {string} mode */
  caughtUp(mode) {
    const broken = this.state.phase !== 'live' && this.state.phase !== 'loading' && this.state.phase !== 'behind';
    if (this.state.phase !== 'live' && !this.heldBack) {
      this.enter({ phase: 'live', tries: 0, restored: broken ? { mode, at: this.world.now() } : null, reason: '' });
    }
  }

  /** @param {any} frame */
  notice(frame) {
    switch (frame.code) {
      case 'interims_suspended':
        this.store.dropMoment();
        return this.enter({ phase: 'behind', suspended: true, behindMs: this.lagMs });
      case 'interims_resumed':
        return this.relieved({ suspended: false });
      case 'lagging':
        return this.enter({ phase: 'behind', lagging: true, behindMs: frame.behindMs ?? this.lagMs });
      case 'caught_up':
        return this.relieved({ lagging: false });
      case 'auth_expiring':
        return this.renew(this.socket, () => this.onNotice(frame.code, frame.message));
      default:
        return this.onNotice(frame.code, frame.message);
    }
  }

  /**
   * Shows another ticket, so that nobody is thrown out who may stay. A ticket lasts no longer than the session that it is
   * taken with: if that is what ends, only the user can do something.
   *
   * @param {any} socket the one that was warned @param {() => void} ask the user
   */
  async renew(socket, ask) {
    const until = this.state.hello?.user?.expiresAt;
    try {
      const ticket = await this.world.ticket();
      if (this.socket === socket) {
        this.send({ type: 'auth', ticket }, (reply) => (this.stays(reply, until) ? undefined : ask()));
      }
    } catch {
      if (this.socket === socket && until !== undefined && this.store.now() + RENEW_AGAIN_MS < until) {
        this.world.later(() => this.socket === socket && this.renew(socket, ask), RENEW_AGAIN_MS);
      } else if (this.socket === socket) {
        ask();
      }
    }
  }

  /** @param {any} reply to a ticket @param {number|undefined} until when it was before @returns {boolean} longer now */
  stays(reply, until) {
    if (!reply.ok) {
      return false;
    }
    const { hello } = this.state;
    const { expiresAt } = reply.result;
    this.enter({ hello: { ...hello, user: { ...hello?.user, expiresAt } } });
    return expiresAt === undefined || until === undefined || expiresAt > until;
  }

  /** One of the reasons to be behind is gone. @param {Partial<State>} change */
  relieved(change) {
    const { suspended, lagging } = { ...this.state, ...change };
    this.enter(suspended || lagging ? change : { ...change, phase: 'live', behindMs: 0 });
  }

  /** Something was applied: say so, at most once a second. */
  applied() {
    if (!this.topics.features.has('ack') || !this.intake.position) {
      return;
    }
    const now = this.world.now();
    if (now - this.ackedAt >= ACK_MS) {
      this.ack(now);
    } else if (!this.unacked) {
      this.unacked = true;
      this.world.later(() => this.unacked && this.ack(this.world.now()), ACK_MS - (now - this.ackedAt));
    }
  }

  /** @param {number} now */
  ack(now) {
    this.unacked = false;
    this.ackedAt = now;
    if (this.intake.position) {
      this.send({ type: 'ack', through: this.intake.position.seq, lagMs: Math.max(0, Math.round(this.lagMs)) });
    }
  }

  /** @param {any} frame @param {(reply: any) => void} [answer] */
  send(frame, answer) {
    if (this.socket?.readyState !== 1 || !this.openedAt) { // before hello nothing is asked
      return;
    }
    if (answer) {
      frame.id = String(++this.requests);
      this.waiting.set(frame.id, answer);
    }
    this.socket.send(JSON.stringify(frame));
  }

  /** Once a second, and when the tab is seen again. */
  checkStale() {
    const staleMs = this.state.hello?.staleMs ?? STALE_MS;
    if (this.socket && this.world.now() - this.lastFrameAt > staleMs) {
      const dead = this.socket;
      this.closed(1006, 'stale');
      dead.close();
    }
  }

  /** @param {number} code @param {string} reason */
  async closed(code, reason) {
    const opened = this.openedAt;
    this.socket = null;
    this.store.dropMoment();
    this.backoff.lost(opened ? this.world.now() - opened : 0);
    const what = this.bye && this.bye.reconnect === false ? 'never' : afterClose(this.bye?.code ?? code);
    if (what === 'never') {
      return this.enter({ phase: 'refused', reason: inWords(this.bye?.code ?? code, reason), suspended: false, lagging: false });
    } else if (what === 'ask') {
      return this.enter({ phase: 'replaced', reason: inWords(4005, reason), suspended: false, lagging: false });
    }
    const given = what === 'later' ? LATER_MS : this.bye?.retryAfterMs;
    this.again(given);
    if (what === 'session' || !opened) {
      await this.askSession();
    }
  }

  /** @param {number} [givenMs] */
  again(givenMs) {
    const waitMs = this.backoff.next(givenMs);
    const phase = this.state.phase === 'loading' && this.backoff.tries === 1 ? 'loading' : 'reconnecting';
    this.enter({
      phase: this.world.online() ? phase : 'offline',
      tries: this.backoff.tries,
      retryAt: this.world.now() + waitMs,
      suspended: false,
      lagging: false,
    });
    this.timer = this.world.later(() => this.start(), waitMs);
  }

  /** A page cannot see why an upgrade was refused; the session tells. */
  async askSession() {
    if ((await this.world.session()) === 'out') {
      this.signedOut();
    }
  }

  signedOut() {
    this.stop();
    this.store.dropMoment();
    this.enter({ phase: 'signedout' });
  }
}
