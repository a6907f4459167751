// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertBook } from '../../main/resources/io/sidetone/page/alerts/book.js';
import { find } from '../../main/resources/io/sidetone/page/alerts/machine.js';
import { hitsIn, loudest, namesOf } from '../../main/resources/io/sidetone/page/alerts/rules.js';
import { folded } from '../../main/resources/io/sidetone/page/text/folded.js';

const letter = (it) => ['take', false, [[it.codePointAt(0), it.codePointAt(0)]]];
const EDGE = ['only', 'edge'];
const FOUND = ['found'];

/** As the server makes it of one word: see MachineTest. */
const word = (it) => [EDGE, ...[...it].map(letter), EDGE, FOUND];
const alert = (name, severity, machine, roles = []) => ({ name, severity, roles, machines: [machine] });
const texts = (machine, text) => hitsIn([alert('it', 'info', machine)], text, '').map((it) => text.slice(it.from, it.to));

test('whole words are found whatever their case and accents', () => {
  assert.deepEqual(texts(word('resume'), 'Résumé, resumes, RESUME; re\u0301sume\u0301!'), ['Résumé', 'RESUME', 're\u0301sume\u0301']);
  assert.deepEqual(texts(word('no'), 'nobody knows no_one'), []);
  assert.deepEqual(texts(word('no'), '“no”😀no'), ['no', 'no']);
});

test('the leftmost and of these the longest is found', () => {
  const aOrAb = [['fork', 1, 3], letter('a'), ['fork', 5, 5], letter('a'), letter('b'), FOUND];
  assert.deepEqual(texts(aOrAb, 'xabaab'), ['ab', 'a', 'ab']);
  const digits = [['take', false, [[48, 57]]], ['fork', 2, 4], ['take', false, [[48, 57]]], ['fork', 1, 1], FOUND];
  assert.deepEqual(texts(digits, 'call 12 or 3456'), ['12', '3456']);
});

test('begin, end, space and their opposites', () => {
  assert.deepEqual(texts([['only', 'begin'], letter('a'), FOUND], 'aa'), ['a']);
  assert.deepEqual(find([letter('a'), ['only', 'end'], FOUND], folded('aa').points), [[1, 2]]);
  assert.deepEqual(texts([['only', 'no_edge'], letter('a'), FOUND], 'a ba'), ['a']);
  assert.deepEqual(texts([['take', true, ['word', 'space']], FOUND], 'a ?b'), ['?']);
});

test('what hangs a browser takes a number of steps that is known', () => {
  // (a|a)*b
  const evil = [['fork', 1, 6], ['fork', 2, 4], letter('a'), ['fork', 5, 5], letter('a'), ['fork', 0, 0], letter('b'), FOUND];
  let reads = 0;
  const counted = new Proxy(evil, { get: (it, name) => (typeof name === 'string' && /^\d+$/.test(name) && reads++, Reflect.get(it, name)) });
  assert.deepEqual(find(counted, folded('a'.repeat(2_000)).points), []);
  assert.ok(reads < 2_001 * evil.length * 3, `${reads} steps`);
});

test('no more than twenty matches, and the rest of an endless text is left', () => {
  assert.equal(find([letter('a'), FOUND], folded('a'.repeat(100)).points).length, 20);
  assert.deepEqual(find([letter('b'), FOUND], folded(`${'a'.repeat(8_192)}b`).points), []);
});

test('alerts are for roles, and the loudest gives the colour', () => {
  const alerts = [alert('No', 'info', word('no')), alert('Fire', 'error', word('fire'), ['caller'])];
  const hits = hitsIn(alerts, 'Fire? No, no fire.', 'caller');
  assert.deepEqual(hits.map((it) => it.name), ['Fire', 'No', 'No', 'Fire']);
  assert.equal(loudest(hits), 'error');
  assert.equal(namesOf(hits), 'Fire, No');
  assert.equal(namesOf(hitsIn(alerts, 'Fire? No.', 'agent')), 'No');
});

const call = (callId) => ({ callId, state: 'live', legs: new Map([['l1', { role: 'caller', name: 'Ann', last: null }]]) });
const final = (callId, n, text) => ({ callId, legId: 'l1', finalId: `${callId}.l1.${n}`, n, text, startMs: n * 1_000 });

test('the book tells of a final once, newest first, 200 at most', () => {
  const book = new AlertBook();
  book.alerts = [alert('No', 'warning', word('no'))];
  const told = [];
  book.onEntry = (it) => told.push(it.finalId);
  const one = call('a');
  book.heard(final('a', 1, 'no'), one, 5);
  book.heard(final('a', 1, 'no'), one, 6);
  book.heard(final('a', 2, 'yes'), one, 7);
  assert.deepEqual(told, ['a.l1.1']);
  assert.deepEqual(book.byCall.get('a'), { count: 1, severity: 'warning' });
  for (let n = 3; n < 250; n++) {
    book.heard(final('a', n, 'no'), one, n);
  }
  assert.equal(book.entries.length, 200);
  assert.equal(book.entries[0].finalId, 'a.l1.249');
  assert.equal(book.byCall.get('a')?.count, 200);
});

test('a board that came anew is looked at, and calls that have gone are forgotten', () => {
  const book = new AlertBook();
  book.alerts = [alert('No', 'warning', word('no'))];
  const one = call('a');
  one.legs.get('l1').last = final('a', 4, 'Oh no');
  const store = /** @type {any} */ ({ calls: new Map([['a', one]]), now: () => 9 });
  book.board(store);
  book.board(store);
  assert.deepEqual(book.entries.map((it) => [it.text, it.at]), [['Oh no', 9]]);
  assert.equal(/** @type {any} */ (one).alerts.count, 1);
  store.calls.clear();
  book.board(store);
  assert.equal(book.looked.size, 0);
});
