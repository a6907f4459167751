/**
 * Random histories: a server after section 6 and 9 of the protocol, a page after section 8, and a network that breaks.
 * After every history the page equals the server. -- SEED=… repeats one history.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection } from '../../main/resources/io/sidetone/page/feed/socket.js';
import { Store } from '../../main/resources/io/sidetone/page/feed/store.js';
import { textOf } from '../../main/resources/io/sidetone/page/feed/transcript.js';

const HISTORIES = 1_500;

function randomOf(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

class Server {
  constructor(random) {
    this.random = random;
    this.restart();
  }

  restart() {
    this.epoch = `e${Math.floor(this.random() * 1e9)}`;
    this.seq = 10;
    this.log = [];
    this.calls ??= new Map();
    this.line = null;
  }

  happen(event) {
    this.log.push({ ...event, seq: ++this.seq });
    if (this.log.length > 60) {
      this.log.shift(); // the ring is short: some clients come too late
    }
  }

  step() {
    const calls = [...this.calls.values()].filter((it) => it.state === 'live');
    const call = calls[Math.floor(this.random() * calls.length)];
    const what = this.random();
    if (!call || (what < 0.05 && calls.length < 4)) {
      return this.begin();
    }
    const leg = call.legs[Math.floor(this.random() * call.legs.length)];
    const on = { callId: call.callId, legId: leg.legId };
    if (what < 0.5) {
      leg.interim = { utt: leg.utt, rev: ++leg.rev, startMs: call.at, endMs: call.at + 5, text: `guess ${leg.rev}` };
      this.moment(call, leg);
    } else if (what < 0.8) {
      const final = { ...on, finalId: `${call.callId}.${leg.legId}.${++leg.n}`, n: leg.n, utt: leg.utt, rev: ++leg.rev, startMs: call.at, endMs: call.at + 9, text: `said ${leg.n}` };
      call.finals.push(final);
      leg.last = final;
      leg.interim = null;
      this.happen({ type: 'transcript.final', ...final });
    } else if (what < 0.93) {
      leg.interim = null;
      this.happen({ type: 'utterance.completed', ...on, utt: leg.utt++ });
    } else if (what < 0.97) {
      const dead = call.finals.at(-1);
      dead && this.happen({ type: 'delivery', ...on, finalId: dead.finalId, legId: dead.legId, target: 'a', status: 'dead' });
    } else {
      call.state = 'ended';
      call.legs.forEach((it) => (it.interim = null));
      this.happen({ type: 'call.ended', callId: call.callId, endedAt: 1, durationMs: 1, endReason: 'completed' });
    }
    call.at += 10;
  }

  begin() {
    const callId = `c${this.calls.size}`;
    const leg = (legId) => ({ legId, role: 'agent', state: 'live', rev: 0, n: 0, utt: 1, interim: null, last: null });
    const call = { callId, state: 'live', startedAt: 5, at: 0, legs: [leg('l1'), leg('l2')], finals: [] };
    this.calls.set(callId, call);
    this.happen({ type: 'call.started', callId, call: this.json(call) });
  }

  json(call) {
    return structuredClone({ ...call, finals: undefined });
  }

  /** The newest guess of a leg: sent with the next flush, if the client looks at the call. */
  moment(call, leg) {
    this.line?.moments.add(`${call.callId}/${leg.legId}`);
  }

  sees(callId) {
    return this.line.focus.has(callId) || this.line.open.has(callId);
  }

  ask(frame) {
    const { line } = this;
    const send = (it) => line.out.push(structuredClone(it));
    if (frame.type === 'focus') {
      line.focus = new Set(frame.callIds);
      this.allMoments();
    } else if (frame.type === 'unsubscribe') {
      line.open.delete(frame.topics[0].slice(5));
      send({ type: 'reply', id: frame.id, ok: true, result: {} });
    } else if (frame.type === 'subscribe') {
      this.flush();
      const first = this.log[0]?.seq ?? this.seq + 1;
      const replay = frame.since?.epoch === this.epoch && frame.since.seq >= first - 1 && !line.asked;
      const prev = line.asked ? { prev: line.told } : {};
      line.asked = true;
      send({ type: 'reply', id: frame.id, ok: true, result: { mode: replay ? 'replay' : 'snapshot', epoch: this.epoch, seq: this.seq, ...prev } });
      frame.topics.forEach((it) => it.topic === 'call' && line.open.add(it.callId));
      if (replay) {
        line.told = frame.since.seq;
      } else {
        frame.topics.forEach((it) => this.snapshot(it, send));
        line.told = this.seq;
      }
      this.allMoments();
    }
  }

  snapshot(topic, send) {
    const frame = { type: 'snapshot', name: topic.name, topic: topic.topic, epoch: this.epoch, seq: this.seq };
    const call = this.calls.get(topic.callId);
    if (topic.topic === 'call') {
      return send({ ...frame, part: 1, last: true, call: this.json(call), finals: call.finals });
    }
    const all = [...this.calls.values()].map((it) => this.json(it));
    const half = Math.floor(all.length / 2);
    send({ ...frame, part: 1, last: false, calls: all.slice(0, half) });
    send({ ...frame, part: 2, last: true, calls: all.slice(half) });
  }

  allMoments() {
    this.calls.forEach((call) => call.legs.forEach((leg) => this.moment(call, leg)));
  }

  flush() {
    const { line } = this;
    if (!line?.asked) {
      return;
    }
    const events = this.log.filter((it) => it.seq > line.told);
    for (const key of line.moments) {
      const [callId, legId] = key.split('/');
      const leg = this.calls.get(callId).legs.find((it) => it.legId === legId);
      if (leg.interim && this.sees(callId)) {
        events.push({ type: 'transcript.interim', callId, legId, ...leg.interim });
      }
    }
    line.moments.clear();
    line.out.push(structuredClone({ type: 'batch', prev: line.told, through: this.seq, at: 1_000_000, events }));
    line.told = this.seq;
  }

  /** Nothing is sent but where the client should be. */
  beat() {
    const { line } = this;
    if (line && this.log.every((it) => it.seq <= line.told)) {
      line.out.push({ type: 'heartbeat', prev: line.told, through: line.told, at: 1_000_000 });
    }
  }
}

class Network {
  constructor(server, random) {
    Object.assign(this, { server, random, timers: [], now: () => 1_000_000, online: () => true });
  }

  session = async () => 'in';
  later = (task, ms) => (ms > 60_000 ? 0 : this.timers.push(task));
  never = () => {};

  open() {
    const { server } = this;
    const line = { out: [], focus: new Set(), open: new Set(), moments: new Set(), told: 0, asked: false };
    server.line = line;
    line.out.push({ type: 'hello', epoch: server.epoch, seq: server.seq, at: 1_000_000, features: ['focus'], limits: { maxFocus: 9 } });
    this.socket = { readyState: 1, close: () => {}, send: (text) => server.line === line && server.ask(JSON.parse(text)) };
    return this.socket;
  }

  deliver(count) {
    const { line } = this.server;
    for (let i = 0; i < count && line.out.length > 0 && this.server.line === line; i++) {
      const frame = line.out.shift();
      this.socket.onmessage({ data: JSON.stringify(frame) });
    }
  }

  /** A numbered batch goes astray: whatever comes next, the client can tell. */
  lose(index) {
    const out = this.server.line?.out ?? [];
    if (out[index]?.type === 'batch' && out[index].through > out[index].prev) {
      out.splice(index, 1);
    }
  }

  cut() {
    const { socket } = this;
    this.server.line = null;
    socket.onclose({ code: 1006, reason: '' });
    const due = this.timers;
    this.timers = [];
    due.forEach((it) => it());
  }
}

function picture(server, store) {
  const theirs = [...server.calls.values()].map((call) => [call.callId, call.state, call.legs.map((leg) => [leg.legId, leg.last?.text ?? '', server.sees(call.callId) ? leg.interim?.text ?? '' : ''])]);
  const ours = [...store.calls.values()].map((call) => [call.callId, call.state, [...call.legs.values()].map((leg) => [leg.legId, leg.last?.text ?? '', leg.interim?.text ?? ''])]);
  const open = [...store.open].map(([callId, transcript]) => [callId, transcript.items.filter((it) => it.kind === 'said').map(textOf).sort()]);
  const said = [...store.open.keys()].map((callId) => [callId, spoken(server.calls.get(callId))]);
  return { theirs: { board: theirs.sort(), said }, ours: { board: ours.sort(), said: open } };
}

function spoken(call) {
  const lines = new Map();
  for (const final of call.finals) {
    const key = `${final.legId}/${final.utt}`;
    lines.set(key, [...(lines.get(key) ?? []), final.text]);
  }
  for (const leg of call.legs) {
    if (leg.interim) {
      const key = `${leg.legId}/${leg.interim.utt}`;
      lines.set(key, [...(lines.get(key) ?? []), leg.interim.text]);
    }
  }
  return [...lines.values()].map((it) => it.join(' ')).sort();
}

function history(seed) {
  const random = randomOf(seed);
  const server = new Server(random);
  for (let i = 0; i < 6; i++) {
    server.step();
  }
  const network = new Network(server, random);
  const store = new Store(() => 1_000_000);
  const connection = new Connection(store, { ...network, open: () => network.open(), random });
  connection.start();
  const any = () => `c${Math.floor(random() * server.calls.size)}`;
  for (let i = 0; i < 120; i++) {
    const what = random();
    if (what < 0.45) {
      server.step();
    } else if (what < 0.58) {
      server.flush();
    } else if (what < 0.6) {
      server.beat();
    } else if (what < 0.8) {
      network.deliver(1 + Math.floor(random() * 4));
    } else if (what < 0.86) {
      connection.topics.focus([...new Set([any(), any()])]);
    } else if (what < 0.9) {
      connection.topics.open(any());
    } else if (what < 0.92) {
      connection.topics.close(any());
    } else if (what < 0.94) {
      network.lose(Math.floor(random() * (server.line?.out.length ?? 0)));
    } else if (what < 0.98) {
      network.cut();
    } else if (random() < 0.3) {
      server.restart();
      network.cut();
    }
  }
  for (let i = 0; i < 12; i++) {
    i > 6 ? server.beat() : server.flush();
    network.deliver(100);
  }
  const { ours, theirs } = picture(server, store);
  assert.deepEqual(ours, theirs, `SEED=${seed}`);
}

test('after any history the page shows what the server knows', () => {
  const given = process.env.SEED;
  const first = given ? Number(given) : Math.floor(Math.random() * 1e9);
  for (let i = 0; i < (given ? 1 : HISTORIES); i++) {
    history(first + i);
  }
});
