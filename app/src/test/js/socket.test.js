import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection } from '../../main/resources/io/sidetone/page/feed/socket.js';
import { Store } from '../../main/resources/io/sidetone/page/feed/store.js';
import { call, final, guess, leg } from './frames.js';

/** A browser's surroundings that only the test moves. */
class FakeWorld {
  constructor() {
    this.time = 1_000_000;
    this.sockets = [];
    this.tasks = [];
    this.signedIn = 'in';
    this.isOnline = true;
    this.now = () => this.time;
    this.random = () => 0.5;
    this.online = () => this.isOnline;
    this.later = (task, ms) => {
      const timer = { task, at: this.time + ms };
      this.tasks.push(timer);
      return timer;
    };
    this.never = (timer) => (this.tasks = this.tasks.filter((it) => it !== timer));
    this.session = async () => this.signedIn;
    this.tickets = [];
    this.ticket = async () => this.tickets.shift() ?? assert.fail('no ticket is to be had');
    this.open = () => {
      const socket = { readyState: 1, sent: [], send: (text) => socket.sent.push(JSON.parse(text)), close: () => {} };
      this.sockets.push(socket);
      return socket;
    };
  }

  get socket() {
    return this.sockets.at(-1);
  }

  receive(frame) {
    this.socket.onmessage({ data: JSON.stringify(frame) });
  }

  pass(ms) {
    this.time += ms;
    const due = this.tasks.filter((it) => it.at <= this.time);
    this.tasks = this.tasks.filter((it) => it.at > this.time);
    due.forEach((it) => it.task());
  }
}

const hello = (world, features = ['focus', 'ack']) => ({
  type: 'hello', epoch: 'e', seq: 5, at: world.time, features, staleMs: 25_000, limits: { maxFocus: 3 }, server: {},
});

function live() {
  const world = new FakeWorld();
  const store = new Store(world.now);
  const connection = new Connection(store, world);
  connection.start();
  world.receive(hello(world));
  const asked = world.socket.sent.find((it) => it.type === 'subscribe');
  world.receive({ type: 'reply', id: asked.id, ok: true, result: { mode: 'snapshot', reason: 'new', epoch: 'e', seq: 5 } });
  world.receive(snapshot(5, [call('c', leg('l1'))]));
  return { world, store, connection };
}

const snapshot = (seq, calls, more = {}) => ({
  type: 'snapshot', name: 'board', topic: 'calls', epoch: 'e', seq, part: 1, last: true, calls, ...more,
});
const batch = (prev, through, events, at) => ({ type: 'batch', prev, through, at, events });

test('is live when the snapshot is there', () => {
  const { connection, store } = live();
  assert.equal(connection.state.phase, 'live');
  assert.equal(store.calls.size, 1);
  assert.deepEqual(connection.intake.position, { epoch: 'e', seq: 5 });
});

test('resumes from what it has applied, with everything that is open', () => {
  const { world, connection, store } = live();
  connection.topics.open('c');
  const asked = world.socket.sent.at(-1);
  world.receive({ type: 'reply', id: asked.id, ok: true, result: { mode: 'snapshot', epoch: 'e', seq: 6 } });
  world.receive({ type: 'snapshot', name: 'call c', topic: 'call', epoch: 'e', seq: 6, part: 1, last: true, call: call('c', leg('l1')), finals: [] });
  world.receive(batch(6, 7, [{ ...final('c', 'l1', 1, 1, 2, 'One.'), seq: 7 }, guess('c', 'l1', 2, 3, 'two')], world.time));
  assert.equal(store.calls.get('c').legs.get('l1').interim.text, 'two');

  world.socket.onclose({ code: 1006, reason: '' });
  assert.equal(connection.state.phase, 'reconnecting');
  assert.equal(store.calls.get('c').legs.get('l1').interim, null, 'no guess is shown as if it were live');
  assert.equal(store.calls.size, 1, 'the rest stays');
  world.pass(15_000);
  world.receive(hello(world));
  const again = world.socket.sent.find((it) => it.type === 'subscribe');
  assert.deepEqual(again.since, { epoch: 'e', seq: 7 });
  assert.deepEqual(again.topics.map((it) => it.topic), ['calls', 'call']);
  world.receive({ type: 'reply', id: again.id, ok: true, result: { mode: 'replay', reason: 'resumed', epoch: 'e', seq: 8 } });
  world.receive(batch(7, 8, [{ ...final('c', 'l1', 1, 1, 2, 'One.'), seq: 7 }, { ...final('c', 'l1', 2, 2, 4, 'Two.'), seq: 8 }], world.time));
  assert.equal(connection.state.phase, 'live');
  assert.equal(connection.state.restored.mode, 'replay');
  assert.equal(store.open.get('c').finals.size, 2);
});

test('a call that is gone does not keep the board from coming back', () => {
  const { world, connection } = live();
  const gone = [];
  connection.onGone = (callId) => gone.push(callId);
  connection.topics.open('c');
  world.receive({ type: 'snapshot', name: 'call c', topic: 'call', epoch: 'e', seq: 6, part: 1, last: true, call: call('c'), finals: [] });
  world.socket.onclose({ code: 1012, reason: '' });
  world.pass(15_000);
  world.receive(hello(world));
  const refuse = () => {
    const asked = world.socket.sent.filter((it) => it.type === 'subscribe' && it.topics[0].topic !== 'system').at(-1);
    world.receive({ type: 'reply', id: asked.id, ok: false, error: { code: 'unknown_call', message: 'gone' } });
  };
  refuse();
  const board = world.socket.sent.filter((it) => it.type === 'subscribe').at(-1);
  assert.equal(board.topics.length, 1);
  world.receive({ type: 'reply', id: board.id, ok: true, result: { mode: 'snapshot', epoch: 'e2', seq: 1 } });
  world.receive(snapshot(1, [], { epoch: 'e2' }));
  refuse();
  assert.deepEqual(gone, ['c']);
  assert.equal(connection.state.phase, 'live');
});

test('asks anew when something is missing before a batch', () => {
  const { world, store } = live();
  const before = world.socket.sent.length;
  world.receive(batch(7, 8, [{ ...final('c', 'l1', 2, 1, 2, 'Two.'), seq: 8 }], world.time));
  assert.equal(store.calls.get('c').legs.get('l1').last, null);
  const asked = world.socket.sent.slice(before).find((it) => it.type === 'subscribe');
  assert.deepEqual(asked.since, { epoch: 'e', seq: 5 });
});

test('asks anew when the server takes us to be further back than we are', () => {
  const { world, store, connection } = live();
  world.receive(batch(5, 6, [{ ...final('c', 'l1', 1, 1, 2, 'One.'), seq: 6 }], world.time));
  const before = world.socket.sent.length;
  world.receive(batch(3, 4, [{ ...final('c', 'l1', 9, 9, 9, 'Of another life.'), seq: 4 }], world.time));
  assert.equal(store.calls.get('c').legs.get('l1').last.text, 'One.');
  const asked = world.socket.sent.slice(before).find((it) => it.type === 'subscribe');
  assert.deepEqual(asked.since, { epoch: 'e', seq: 6 });
  world.receive({ type: 'reply', id: asked.id, ok: true, result: { mode: 'snapshot', reason: 'new', epoch: 'e', seq: 7, prev: 4 } });
  world.receive(snapshot(7, [call('c', leg('l1'))]));
  assert.deepEqual(connection.intake.position, { epoch: 'e', seq: 7 });
  assert.equal(world.socket.sent.slice(before).filter((it) => it.type === 'subscribe').length, 1, 'once is enough');
});

test('a heartbeat tells that the last batch went astray', () => {
  const { world, connection } = live();
  const asked = () => world.socket.sent.filter((it) => it.type === 'subscribe').length;
  const before = asked();
  world.receive({ type: 'heartbeat', prev: 5, through: 6, at: world.time });
  assert.deepEqual(connection.intake.position, { epoch: 'e', seq: 6 });
  assert.equal(asked(), before);
  world.receive({ type: 'heartbeat', prev: 8, through: 8, at: world.time });
  assert.equal(asked(), before + 1);
  assert.deepEqual(connection.intake.position, { epoch: 'e', seq: 6 }, 'not over what is missing');
  world.receive({ type: 'heartbeat', prev: 8, through: 9, at: world.time });
  assert.equal(asked(), before + 1, 'it has asked already');
});

test('the reply to one more topic tells that a batch went astray before it', () => {
  const { world, connection } = live();
  connection.topics.open('c');
  const asked = world.socket.sent.at(-1);
  world.receive({ type: 'reply', id: asked.id, ok: true, result: { mode: 'snapshot', reason: 'new', epoch: 'e', seq: 8, prev: 8 } });
  world.receive({ type: 'snapshot', name: 'call c', topic: 'call', epoch: 'e', seq: 8, part: 1, last: true, call: call('c', leg('l1')), finals: [] });
  assert.deepEqual(connection.intake.position, { epoch: 'e', seq: 5 }, 'the board lacks what this call has');
  const again = world.socket.sent.filter((it) => it.type === 'subscribe' && it.topics[0].topic === 'calls').at(-1);
  assert.deepEqual(again.since, { epoch: 'e', seq: 5 });
});

test('a heartbeat before the first answer is not about us', () => {
  const { world, connection } = live();
  world.socket.onclose({ code: 1006, reason: '' });
  world.pass(15_000);
  world.receive(hello(world));
  world.receive({ type: 'heartbeat', prev: 90, through: 99, at: world.time });
  assert.deepEqual(connection.intake.position, { epoch: 'e', seq: 5 });
});

test('a batch between the parts of a snapshot is applied after it', () => {
  const { world, store } = live();
  world.receive({ ...snapshot(9, [call('c', leg('l1'))]), last: false });
  world.receive(batch(9, 10, [{ ...final('c', 'l1', 1, 1, 2, 'One.'), seq: 10 }], world.time));
  assert.equal(store.calls.get('c').legs.get('l1').last, null);
  world.receive({ ...snapshot(9, [call('d', leg('l1'))]), part: 2 });
  assert.equal(store.calls.size, 2);
  assert.equal(store.calls.get('c').legs.get('l1').last.text, 'One.');
});

test('acknowledges at most once a second, and what was applied last', () => {
  const { world } = live();
  const acks = () => world.socket.sent.filter((it) => it.type === 'ack').map((it) => it.through);
  world.receive(batch(5, 6, [], world.time));
  world.receive(batch(6, 7, [], world.time));
  world.receive(batch(7, 8, [], world.time));
  assert.equal(acks().length, 1);
  world.pass(1_000);
  assert.equal(acks().at(-1), 8);
});

test('notices that nothing comes any more', () => {
  const { world, connection } = live();
  world.time += 25_001;
  connection.checkStale();
  assert.equal(connection.state.phase, 'reconnecting');
});

test('waits as the server asked, and longer each time where it did not', () => {
  const { world, connection } = live();
  world.receive({ type: 'bye', code: 4000, reason: 'draining', reconnect: true, retryAfterMs: 2_300, at: world.time });
  world.socket.onclose({ code: 4000, reason: 'draining' });
  assert.equal(connection.state.retryAt - world.time, 2_300);
  world.pass(2_300);
  world.socket.onclose({ code: 1006, reason: '' });
  assert.equal(connection.state.retryAt - world.time, 1_000, 'half of 0.5 s doubled twice');
});

test('does not come back when it is told not to', () => {
  for (const code of [1009, 4500, 4503, 4506]) {
    const { world, connection } = live();
    world.socket.onclose({ code, reason: '' });
    assert.equal(connection.state.phase, 'refused');
    assert.ok(connection.state.reason.length > 10);
    const sockets = world.sockets.length;
    world.pass(60_000);
    assert.equal(world.sockets.length, sockets);
  }
});

test('asks for the sign-in when the session is over', async () => {
  const { world, connection } = live();
  world.signedIn = 'out';
  world.socket.onclose({ code: 4003, reason: 'auth_expired' });
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(connection.state.phase, 'signedout');
});

const settled = () => new Promise((done) => setImmediate(done));

/** A connection that is about to end, and what the user is told. */
async function expiring(...tickets) {
  const { world, connection } = live();
  connection.state.hello.user = { id: 'maria', expiresAt: world.time + 60_000 };
  const told = [];
  connection.onNotice = (code) => told.push(code);
  world.tickets = tickets;
  world.receive({ type: 'notice', code: 'auth_expiring', message: 'soon', at: world.time });
  await settled();
  const auths = () => world.socket.sent.filter((it) => it.type === 'auth');
  const answer = (more) => world.receive({ type: 'reply', id: auths().at(-1).id, ...more });
  return { world, connection, told, auths, answer };
}

test('takes another ticket when its time is nearly over, and bothers nobody', async () => {
  const { world, connection, told, auths, answer } = await expiring('dk1_more');
  assert.deepEqual(auths().map((it) => it.ticket), ['dk1_more']);
  answer({ ok: true, result: { at: world.time, expiresAt: world.time + 3_600_000 } });
  assert.equal(connection.state.hello.user.expiresAt, world.time + 3_600_000);
  assert.deepEqual(told, []);
});

test('says so when the session itself ends, and when the ticket is refused', async () => {
  const same = await expiring('dk1_same');
  same.answer({ ok: true, result: { at: same.world.time, expiresAt: same.world.time + 60_000 } });
  assert.deepEqual(same.told, ['auth_expiring']);
  const refused = await expiring('dk1_bad');
  refused.answer({ ok: false, error: { code: 'ticket_invalid', message: 'no', retryable: false } });
  assert.deepEqual(refused.told, ['auth_expiring']);
});

test('asks for the ticket again while there is time, then says so', async () => {
  const { world, told, auths } = await expiring();
  assert.deepEqual([auths().length, told.length], [0, 0]);
  world.tickets = ['dk1_late'];
  world.pass(10_000);
  await settled();
  assert.equal(auths().at(-1).ticket, 'dk1_late');
  const never = await expiring();
  for (let i = 0; i < 7; i++) {
    never.world.pass(10_000);
    await settled();
  }
  assert.deepEqual(never.told, ['auth_expiring']);
});

test('a ticket that comes when the connection is gone is not shown to the next', async () => {
  const { world, connection } = live();
  let give = () => {};
  world.ticket = () => new Promise((done) => (give = done));
  world.receive({ type: 'notice', code: 'auth_expiring', message: 'soon', at: world.time });
  world.socket.onclose({ code: 1006, reason: '' });
  world.pass(15_000);
  world.receive(hello(world));
  give('dk1_late');
  await settled();
  assert.equal(connection.state.phase, 'reconnecting');
  assert.ok(world.sockets.every((socket) => socket.sent.every((it) => it.type !== 'auth')));
});

test('guesses that are suspended are not shown', () => {
  const { world, connection, store } = live();
  connection.topics.focus(['c']);
  world.receive(batch(5, 5, [guess('c', 'l1', 1, 1, 'hm')], world.time));
  assert.equal(store.calls.get('c').legs.get('l1').interim.text, 'hm');
  world.receive({ type: 'notice', code: 'interims_suspended', message: '', at: world.time });
  assert.equal(connection.state.phase, 'behind');
  assert.equal(store.calls.get('c').legs.get('l1').interim, null);
  world.receive({ type: 'notice', code: 'interims_resumed', message: '', at: world.time });
  assert.equal(connection.state.phase, 'live');
});

test('is behind from the notice that it lags to the one that it has caught up, whatever comes meanwhile', () => {
  const { world, connection } = live();
  const notice = (code, more = {}) => world.receive({ type: 'notice', code, message: '', at: world.time, ...more });
  notice('lagging', { behindMs: 4_200 });
  assert.equal(connection.state.phase, 'behind');
  assert.equal(connection.state.behindMs, 4_200);
  world.receive(batch(5, 6, [], world.time));
  assert.equal(connection.state.phase, 'behind', 'a batch that came quickly holds old events all the same');
  notice('interims_suspended');
  notice('caught_up');
  assert.equal(connection.state.phase, 'behind', 'guesses are still paused');
  notice('interims_resumed');
  assert.equal(connection.state.phase, 'live');
  notice('interims_suspended');
  notice('lagging', { behindMs: 2_000 });
  notice('interims_resumed');
  assert.equal(connection.state.phase, 'behind', 'it still lacks something');
  notice('caught_up');
  assert.equal(connection.state.phase, 'live');
  assert.equal(connection.state.behindMs, 0);
});

test('what the last connection lacked is no matter of the next', () => {
  const { world, connection } = live();
  world.receive({ type: 'notice', code: 'lagging', message: '', at: world.time, behindMs: 9_000 });
  world.socket.onclose({ code: 1006, reason: '' });
  world.pass(15_000);
  world.receive(hello(world));
  const asked = world.socket.sent.find((it) => it.type === 'subscribe');
  world.receive({ type: 'reply', id: asked.id, ok: true, result: { mode: 'replay', reason: 'resumed', epoch: 'e', seq: 5 } });
  assert.equal(connection.state.phase, 'live');
});

test('focuses no more calls than the server takes', () => {
  const { world, connection } = live();
  connection.topics.focus(['a', 'b', 'c', 'd']);
  assert.deepEqual(world.socket.sent.at(-1), { type: 'focus', name: 'board', callIds: ['a', 'b', 'c'] });
});

test('another board is asked for whole, and nothing is resumed from the place of the one that was', () => {
  for (const breaks of ['before the reply', 'before the snapshot', 'after it']) {
    const { world, connection, store } = live();
    const filter = { labels: { queue: ['support'] } };
    connection.topics.narrow(filter);
    const asked = world.socket.sent.find((it) => it.topics?.[0].filter);
    assert.deepEqual([asked.since, asked.topics.length, asked.topics[0].filter], [undefined, 1, filter]);
    world.receive(batch(5, 6, [{ ...final('c', 'l1', 1, 1, 2, 'One.'), seq: 6 }], world.time)); // of the board that was
    if (breaks !== 'before the reply') {
      world.receive({ type: 'reply', id: asked.id, ok: true, result: { mode: 'snapshot', epoch: 'e', seq: 7, prev: 6 } });
    }
    if (breaks === 'after it') {
      world.receive(snapshot(7, [call('d', leg('l1'))]));
      assert.deepEqual([...store.calls.keys()], ['d']);
      world.receive(batch(7, 8, [{ ...final('d', 'l1', 1, 1, 2, 'One.'), seq: 8 }], world.time));
    }
    world.socket.onclose({ code: 1006, reason: '' });
    world.pass(15_000);
    world.receive(hello(world));
    const again = world.socket.sent.find((it) => it.type === 'subscribe');
    assert.deepEqual(again.since, breaks === 'after it' ? { epoch: 'e', seq: 8 } : undefined, breaks);
    assert.deepEqual(again.topics[0].filter, filter, breaks);
  }
});
