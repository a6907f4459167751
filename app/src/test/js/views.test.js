import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf } from '../../main/resources/io/sidetone/page/text/viewfilter.js';

const typed = (it) => filterOf({ direction: '', from: '', to: '', labels: '', ...it });

test('what is typed becomes the protocol\'s filter', () => {
  assert.deepEqual(typed({ direction: 'inbound', from: '+1 (555) 01, +44', to: ' ', labels: 'queue=support, queue = billing,region=eu=1' }), {
    filter: { direction: 'inbound', from: ['+155501', '+44'], labels: { queue: ['support', 'billing'], region: ['eu=1'] } },
  });
  assert.deepEqual(typed({ to: '+15550100900' }), { filter: { to: ['+15550100900'] } });
});

test('what is no filter is said to be none', () => {
  for (const labels of ['queue', '=support', 'queue=', 'queue=a, b']) {
    assert.match(typed({ labels }).wrong, /no label/);
  }
  assert.match(typed({}).wrong, /at least one/);
  assert.match(typed({ from: ' , ' }).wrong, /at least one/);
});
