import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../../main/resources/io/sidetone/page/feed/store.js';
import { deadOf } from '../../main/resources/io/sidetone/page/feed/shapes.js';
import { Transcript, textOf, timeOf } from '../../main/resources/io/sidetone/page/feed/transcript.js';
import { call, final, guess, leg } from './frames.js';

function storeWith(...calls) {
  const store = new Store(() => 1_000_000);
  store.replaceBoard(calls);
  return store;
}

const legOf = (store, id = 'l1') => store.calls.get('c').legs.get(id);

test('a final puts an end to the guesses before it', () => {
  const store = storeWith(call('c', leg('l1')));
  store.apply(guess('c', 'l1', 1, 3, 'hello the'));
  assert.equal(legOf(store).interim.text, 'hello the');
  store.apply(final('c', 'l1', 1, 1, 4, 'Hello there.'));
  assert.equal(legOf(store).interim, null);
  store.apply(guess('c', 'l1', 1, 4, 'hello there'));
  assert.equal(legOf(store).interim, null, 'not newer than the final');
});

test('a guess that was dropped is taken again after a break', () => {
  const store = storeWith(call('c', leg('l1')));
  store.apply(guess('c', 'l1', 1, 3, 'hello'));
  store.dropMoment();
  assert.equal(legOf(store).interim, null);
  store.apply(guess('c', 'l1', 1, 3, 'hello'));
  assert.equal(legOf(store).interim.text, 'hello');
});

test('guesses of calls that are not looked at are not kept, also those that a snapshot brings', () => {
  const store = storeWith(call('c', leg('l1')));
  store.apply(guess('c', 'l1', 1, 3, 'hello'));
  store.setFocus([]);
  assert.equal(legOf(store).interim, null);
  store.replaceBoard([call('c', { ...leg('l1'), interim: { utt: 1, rev: 3, startMs: 0, endMs: 1, text: 'late' } })]);
  assert.equal(legOf(store).interim, null);
  store.openCall('c');
  store.apply(guess('c', 'l1', 1, 3, 'hello'));
  assert.equal(legOf(store).interim.text, 'hello', 'the call is open');
});

test('an older guess does not replace a newer one, and an empty one clears it', () => {
  const store = storeWith(call('c', leg('l1')));
  store.apply(guess('c', 'l1', 1, 5, 'newer'));
  store.apply(guess('c', 'l1', 1, 4, 'older'));
  assert.equal(legOf(store).interim.text, 'newer');
  store.apply(guess('c', 'l1', 1, 6, ''));
  assert.equal(legOf(store).interim, null);
});

test('the end of an utterance takes its guess away, and no other', () => {
  const store = storeWith(call('c', leg('l1')));
  store.apply(guess('c', 'l1', 2, 5, 'the next one'));
  store.apply({ type: 'utterance.completed', callId: 'c', legId: 'l1', utt: 1 });
  assert.equal(legOf(store).interim.text, 'the next one');
  store.apply({ type: 'utterance.completed', callId: 'c', legId: 'l1', utt: 2 });
  assert.equal(legOf(store).interim, null);
});

test('a voice that nothing follows is over after five seconds', () => {
  let now = 1_000_000;
  const store = new Store(() => now);
  store.replaceBoard([call('c', leg('l1'))]);
  store.apply({ type: 'speech.started', callId: 'c', legId: 'l1', atMs: 100 });
  assert.equal(legOf(store).speaking, true);
  now += 5_001;
  store.sweep(60_000, () => false);
  assert.equal(legOf(store).speaking, false);
});

test('an open call has every final once, its guess after them, and marks in their places', () => {
  const store = storeWith(call('c', leg('l1'), leg('l2')));
  const transcript = store.openCall('c');
  store.replaceCall(call('c', leg('l1'), leg('l2')), [final('c', 'l1', 1, 1, 2, 'One.', 0)], null);
  store.apply(final('c', 'l1', 1, 1, 2, 'One.', 0));
  store.apply(final('c', 'l1', 2, 1, 4, 'Two.', 900));
  store.apply(guess('c', 'l1', 1, 5, 'three', 1_500));
  store.apply({ type: 'dtmf', callId: 'c', legId: 'l2', digit: '*', atMs: 500, callSeq: 9 });
  assert.equal(transcript.items.length, 2);
  assert.equal(textOf(transcript.byKey.get('l1/1')), 'One. Two. three');
  store.apply({ type: 'utterance.completed', callId: 'c', legId: 'l1', utt: 1 });
  assert.equal(textOf(transcript.byKey.get('l1/1')), 'One. Two.');
});

test('a line is placed among the open ones when it is born, and does not move', () => {
  const store = storeWith(call('c', leg('l1'), leg('l2')));
  const transcript = store.openCall('c');
  store.apply(guess('c', 'l1', 1, 1, 'first', 2_000));
  store.apply(guess('c', 'l2', 1, 1, 'began before', 1_000));
  assert.deepEqual(transcript.items.map((it) => it.key), ['l2/1', 'l1/1']);
  store.apply(final('c', 'l2', 1, 1, 2, 'Began before.', 3_000));
  assert.deepEqual(transcript.items.map((it) => it.key), ['l2/1', 'l1/1']);
  store.apply({ type: 'utterance.completed', callId: 'c', legId: 'l2', utt: 1 });
  store.apply({ type: 'utterance.completed', callId: 'c', legId: 'l1', utt: 1 });
  store.apply(guess('c', 'l2', 2, 3, 'later', 500));
  assert.deepEqual(transcript.items.map((it) => it.key), ['l2/1', 'l2/2'], 'closed lines are not overtaken');
});

test('repaired words go to their time', () => {
  const store = storeWith(call('c', leg('l1')));
  const transcript = store.openCall('c');
  store.apply(final('c', 'l1', 1, 1, 1, 'Now.', 9_000));
  store.apply({ ...final('c', 'l1', 2, 2, 2, 'Before.', 3_000), repaired: true });
  assert.deepEqual(transcript.items.map((it) => it.key), ['l1/2', 'l1/1']);
});

test('the end of a call stands where its length says: after all words, from the feed and from the archive', () => {
  const end = { type: 'call.ended', callId: 'c', callSeq: 9, endedAt: 960_000, durationMs: 60_000, endReason: 'completed' };
  const words = [final('c', 'l1', 1, 1, 2, 'Hello.', 1_000), final('c', 'l1', 2, 2, 4, 'Bye.', 58_000)];
  const live = storeWith(call('c', leg('l1')));
  const followed = live.openCall('c');
  words.forEach((it) => live.apply(it));
  live.apply(end);
  const read = new Transcript('c');
  read.addHistory(words, [end, { type: 'dtmf', callSeq: 5, legId: 'l1', atMs: 30_000, digit: '1' }]);
  assert.deepEqual(followed.items.map(timeOf), [1_000, 58_000, 60_000]);
  assert.deepEqual(read.items.map(timeOf), [1_000, 30_000, 58_000, 60_000]);
  read.addHistory([], [end]);
  assert.deepEqual(read.items.map((it) => it.type ?? 'said'), ['said', 'dtmf', 'said', 'call.ended'], 'once');
  read.final({ ...final('c', 'l1', 3, 3, 6, 'So long.', 59_000), repaired: true });
  assert.equal(read.items.at(-1).type, 'call.ended', 'also after words that come later');
});

test('deliveries that come before their final are kept for it', () => {
  const store = storeWith(call('c', leg('l1')));
  const transcript = store.openCall('c');
  store.apply({ type: 'delivery', callId: 'c', legId: 'l1', finalId: 'c.l1.1', target: 'crm', status: 'dead' });
  store.apply(final('c', 'l1', 1, 1, 2, 'One.'));
  assert.equal(transcript.deliveriesOf('c.l1.1').get('crm').status, 'dead');
  assert.equal(deadOf(store.calls.get('c')), 1);
});

test('a dead delivery that was retried with success is not dead any more', () => {
  const store = storeWith(call('c', leg('l1')));
  store.apply({ type: 'delivery', callId: 'c', legId: 'l1', finalId: 'c.l1.1', target: 'crm', status: 'dead' });
  assert.equal(deadOf(store.calls.get('c')), 1);
  store.apply({ type: 'call.updated', callId: 'c', patch: { deliveries: { pending: 0, delivered: 1, dead: 0 } } });
  assert.equal(deadOf(store.calls.get('c')), 0);
});

test('ended calls stay for a minute, longer while somebody looks', () => {
  let now = 1_000_000;
  const store = new Store(() => now);
  store.replaceBoard([call('c', leg('l1'))]);
  store.apply({ type: 'call.ended', callId: 'c', endedAt: now, durationMs: 5, endReason: 'completed' });
  now += 60_000;
  store.sweep(60_000, () => true);
  assert.ok(store.calls.has('c'));
  store.sweep(60_000, () => false);
  assert.ok(!store.calls.has('c'));
});

test('what is unknown changes nothing', () => {
  const store = storeWith(call('c', leg('l1')));
  store.apply({ type: 'something.new', callId: 'c', legId: 'l1', text: 'x' });
  store.apply({ type: 'transcript.final', callId: 'unknown', legId: 'l1', text: 'x' });
  assert.equal(legOf(store).last, null);
});
