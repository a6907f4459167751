import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../../main/resources/io/sidetone/page/feed/store.js';
import { Order } from '../../main/resources/io/sidetone/page/ui/order.js';
import { placeOf, hashOf, filtersOf, searchOf } from '../../main/resources/io/sidetone/page/route.js';
import { call, final, guess, leg } from './frames.js';

const NONE = { q: '', role: '', fault: false, dead: false, talking: false, sort: '' };

function board() {
  const store = new Store(() => 1_000_000);
  const at = (callId, startedAt, role = 'agent') => ({ ...call(callId, leg('l1', role)), startedAt });
  store.replaceBoard([at('a', 990_000), at('b', 995_000, 'technician'), at('c', 980_000)]);
  return { store, order: new Order(store) };
}

test('the newest call is first, and nobody moves by speaking', () => {
  const { store, order } = board();
  order.look();
  assert.deepEqual(order.ids, ['b', 'a', 'c']);
  store.apply(guess('c', 'l1', 1, 1, 'hello'));
  store.apply(final('a', 'l1', 1, 1, 2, 'Hello.'));
  order.look();
  assert.deepEqual(order.ids, ['b', 'a', 'c']);
});

test('by attention, only when it is asked to look again', () => {
  const { store, order } = board();
  order.filter({ ...NONE, sort: 'attention' });
  order.look();
  assert.deepEqual(order.ids, ['b', 'a', 'c']);
  store.apply({ type: 'leg.updated', callId: 'c', legId: 'l1', patch: { state: 'reconnecting' } });
  order.look();
  assert.deepEqual(order.ids, ['b', 'a', 'c'], 'not by itself');
  order.resort();
  order.look();
  assert.deepEqual(order.ids, ['c', 'b', 'a']);
});

test('calls that come, go and change keep the order that sorting all of them would give', () => {
  const { store, order } = board();
  const random = (/** @type {number} */ below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  let seed = 7;
  for (let step = 0; step < 2_000; step++) {
    const callId = `r${random(60)}`;
    const known = store.calls.get(callId);
    if (!known) {
      store.apply({ type: 'call.started', call: { ...call(callId, leg('l1')), startedAt: 900_000 + random(20) } });
    } else if (random(3) === 0) {
      store.calls.delete(callId);
    } else {
      known.startedAt = 900_000 + random(20);
    }
    if (step % 400 === 0) {
      order.filter({ ...NONE, sort: step % 800 === 0 ? 'attention' : '' });
    }
    random(2) === 0 && store.apply({ type: 'leg.updated', callId, legId: 'l1', patch: { state: random(2) ? 'live' : 'reconnecting' } });
    order.touch(callId);
    random(5) === 0 && order.resort();
    order.look();
    const sorted = [...store.calls.values()].sort(
      (a, b) => (order.scores.get(b.callId) ?? 0) - (order.scores.get(a.callId) ?? 0) || b.startedAt - a.startedAt || (a.callId < b.callId ? -1 : 1),
    );
    assert.deepEqual(order.ids, sorted.map((it) => it.callId), `step ${step}`);
  }
});

test('while nobody comes or goes the order is the same, not only equal', () => {
  const { store, order } = board();
  order.look();
  const { ids } = order;
  store.apply(final('a', 'l1', 1, 1, 2, 'Hello.'));
  order.look();
  assert.equal(order.ids, ids);
  assert.deepEqual([...order.arrived], []);
});

test('filters can be combined, and the rest is counted', () => {
  const { store, order } = board();
  order.filter({ ...NONE, role: 'agent', talking: true });
  store.apply(guess('a', 'l1', 1, 1, 'hello'));
  order.look();
  assert.deepEqual([order.ids, order.total, order.isFiltered], [['a'], 3, true]);
  order.filter({ ...NONE, q: 'hello' });
  order.look();
  assert.deepEqual(order.ids, ['a']);
});

test('the address holds open calls and filters', () => {
  assert.deepEqual(placeOf('#/calls/s_a+s_b'), { view: 'live', calls: ['s_a', 's_b'] });
  assert.equal(hashOf({ view: 'live', calls: ['s_a', 's/b'] }), '#/calls/s_a+s%2Fb');
  assert.deepEqual(placeOf('#/history'), { view: 'history', calls: [] });
  assert.deepEqual(placeOf('#/calls/%E0%A4%A'), { view: 'live', calls: ['%E0%A4%A'] });
  const filters = { ...NONE, q: 'queue:a b', dead: true, sort: 'attention' };
  assert.deepEqual(filtersOf(searchOf(filters)), filters);
  assert.equal(searchOf(NONE), '');
});
