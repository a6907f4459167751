import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertBook } from '../../main/resources/io/sidetone/page/alerts/book.js';
import { Store } from '../../main/resources/io/sidetone/page/feed/store.js';
import { call, final, leg } from './frames.js';

const anything = { name: 'it', severity: 'info', roles: [], machines: [[['take', false, [[112, 112]]], ['found']]] }; // a p

test('of an erased call nothing stays: no row, no words, no marks, no faults', () => {
  const store = new Store(() => 1_000_000);
  const transcript = store.openCall('c');
  store.replaceBoard([call('c', leg('l1')), call('other', leg('l1'))]);
  store.replaceCall(call('c', leg('l1')), [], null);
  store.apply(final('c', 'l1', 1, 1, 4, 'The pump.'));
  store.apply({ type: 'fault', faultId: 'f', callId: 'c', code: 'audio.gap', severity: 'warning', message: 'lost', atMs: 1, resolved: false });
  store.apply({ type: 'fault', faultId: 'g', code: 'storage.full', severity: 'error', message: 'full', resolved: false });
  assert.equal(transcript.items.length, 2);
  const { generation } = transcript;
  const told = [];
  store.watch((kind, callId) => told.push(`${kind} ${callId}`));

  store.forget('c');

  assert.deepEqual([...store.calls.keys()], ['other']);
  assert.deepEqual([transcript.items.length, transcript.finals.size, transcript.byKey.size], [0, 0, 0]);
  assert.ok(transcript.generation > generation, 'its lines are painted anew');
  assert.deepEqual(store.faults.map((it) => it.faultId), ['g']);
  assert.deepEqual(told, ['board ', 'call c']);
});

test('alerts of an erased call go, and those of others stay', () => {
  const store = new Store(() => 1_000_000);
  store.replaceBoard([call('c', leg('l1')), call('other', leg('l1'))]);
  const book = new AlertBook();
  book.alerts = [anything];
  store.onFinal = (said, of) => book.heard(said, of, 0);
  store.apply(final('c', 'l1', 1, 1, 4, 'A pump.'));
  store.apply(final('other', 'l1', 1, 1, 4, 'A pipe.'));
  book.forget('c');
  assert.deepEqual(book.entries.map((it) => it.text), ['A pipe.']);
  assert.deepEqual([...book.byCall.keys()], ['other']);
});
