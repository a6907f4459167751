import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOf } from '../../main/resources/io/sidetone/page/feed/shapes.js';
import { duration, offset, phone, span } from '../../main/resources/io/sidetone/page/text/format.js';
import { attention, parse, spanOf } from '../../main/resources/io/sidetone/page/text/search.js';
import { SteadyText } from '../../main/resources/io/sidetone/page/text/steady.js';
import { pieces } from '../../main/resources/io/sidetone/page/text/sure.js';
import { call, leg } from './frames.js';

const shown = (steady) => steady.stable + steady.unstable;
const guess = (rev, text, stable) => ({ utt: 1, rev, startMs: 0, endMs: 0, text, stable });

test('the newest word waits for a second guess, or 700 ms', () => {
  const steady = new SteadyText();
  steady.show(guess(1, 'can you'), 'balanced', 0);
  assert.equal(shown(steady), 'can');
  assert.equal(steady.dueAt, 700);
  steady.show(guess(2, 'can you check'), 'balanced', 300);
  assert.equal(shown(steady), 'can you');
  steady.show(guess(2, 'can you check'), 'balanced', 1_000);
  assert.equal(shown(steady), 'can you check');
  assert.equal(steady.dueAt, 0);
});

test('fast shows all, steady only what is stable', () => {
  const steady = new SteadyText();
  steady.show(guess(1, 'can you check', 7), 'fast', 0);
  assert.deepEqual([steady.stable, steady.unstable], ['can you', ' check']);
  steady.show(guess(2, 'can you check', 7), 'steady', 0);
  assert.equal(shown(steady), 'can you');
});

test('case and punctuation alone change nothing that is shown', () => {
  const steady = new SteadyText();
  steady.show(guess(1, 'yes one moment it'), 'fast', 0);
  steady.show(guess(2, 'Yes, one moment. It says'), 'fast', 100);
  assert.equal(shown(steady), 'yes one moment it says');
  steady.show(guess(3, 'yes one minute'), 'fast', 200);
  assert.equal(shown(steady), 'yes one minute');
});

test('without the server\'s word, what stood in three guesses is stable', () => {
  const steady = new SteadyText();
  steady.show(guess(1, 'a b'), 'fast', 0);
  steady.show(guess(2, 'a b c'), 'fast', 0);
  steady.show(guess(3, 'a b c d'), 'fast', 0);
  assert.deepEqual([steady.stable, steady.unstable], ['a b', ' c d']);
});

test('another utterance begins anew', () => {
  const steady = new SteadyText();
  steady.show(guess(1, 'One'), 'fast', 0);
  steady.show({ ...guess(2, 'one two'), utt: 2 }, 'fast', 0);
  assert.equal(shown(steady), 'one two');
});

const board = (more = {}) => callOf({ ...call('s_abc', { ...leg('l1', 'technician'), name: 'Zoë', last: { n: 1, text: 'The serial number', endMs: 5_000 } }), labels: { queue: 'billing', region: 'eu west' }, ...more }, true);
const matches = (typed, more, now = 1_000_000) => parse(typed).test({ call: board(more), now });

test('finds numbers, names, labels and words, whatever their case and accents', () => {
  for (const typed of ['serial', 'ZOE', '+1555', '555-010', '"serial number"', 'number the', 'queue:bill', 'role:tech', 'region:"eu west"', 's_abc', 'billing serial']) {
    assert.ok(matches(typed), typed);
  }
  for (const typed of ['"number serial"', 'agent', 'queue:support', 'role:caller', 'has:fault', 'has:dead', 'nothing']) {
    assert.ok(!matches(typed), typed);
  }
});

test('conditions', () => {
  assert.ok(matches('longer:1m'));
  assert.ok(!matches('longer:10m'));
  assert.ok(matches('silent:20s'), 'heard 5 s after the start, 95 s ago');
  assert.ok(!matches('silent:20s', {}, 910_000));
  assert.ok(matches('has:fault', { counts: { finals: 0, words: 0, faults: 1 } }));
  assert.ok(matches('has:dead', { deliveries: { pending: 0, delivered: 0, dead: 2 } }));
  assert.equal(spanOf('10m'), 600_000);
  assert.equal(spanOf('soon'), null);
});

test('trouble needs more attention than silence', () => {
  const silent = board();
  const broken = board({ legs: [{ ...leg('l1'), state: 'reconnecting' }] });
  assert.ok(attention(broken, 905_000) > attention(silent, 1_000_000));
  assert.equal(attention(board({ state: 'ended' }), 9_000_000), 0);
});

test('words that the recogniser was not sure of are found in the text', () => {
  const final = { text: 'Yes, one moment. It says $472.', words: [[0, 1, 0.99, 'Yes,'], [1, 2, 0.5, 'one'], [2, 3, 0.9, 'moment.'], [3, 4, 0.9, 'It'], [4, 5, 0.4, 'says'], [5, 6, 0.3, 'four'], [6, 7, 0.9, 'seventy']] };
  assert.deepEqual(pieces(final, 0.6), [
    { text: 'Yes,', confidence: null }, { text: ' ', confidence: null }, { text: 'one', confidence: 0.5 },
    { text: ' moment. It', confidence: null }, { text: ' ', confidence: null }, { text: 'says', confidence: 0.4 }, { text: ' $472.', confidence: null },
  ]);
  assert.equal(pieces(final, 0.6).map((it) => it.text).join(''), final.text);
  assert.deepEqual(pieces({ text: 'x' }, 0.6), [{ text: 'x', confidence: null }]);
});

test('times and numbers', () => {
  assert.equal(duration(58_400), '0:58');
  assert.equal(duration(3_723_000), '1:02:03');
  assert.equal(offset(58_340), '00:58');
  assert.equal(offset(3_723_000), '1:02:03');
  assert.equal(span(180), '180 ms');
  assert.equal(span(4_200), '4.2 s');
  assert.equal(phone('+15550100001'), '+1 555 010 0001');
  assert.equal(phone('anonymous'), 'anonymous');
  assert.equal(phone(''), 'unknown number');
});
