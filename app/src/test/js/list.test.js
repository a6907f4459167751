import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Store } from '../../main/resources/io/sidetone/page/feed/store.js';
import { Painter } from '../../main/resources/io/sidetone/page/paint.js';
import { CallList } from '../../main/resources/io/sidetone/page/ui/list.js';
import { Row } from '../../main/resources/io/sidetone/page/ui/row.js';
import { FakeDocument } from './document.js';
import { call, final, guess, leg } from './frames.js';

const CALLS = 2_000;
const SEEN = 10; // rows

/** What the page costs is how often it touches the document; that is counted here, and not timed. */
let clock, frames, page, store, list;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  clock = 1_000;
  frames = [];
  page = new FakeDocument();
  Object.defineProperty(globalThis, 'performance', { value: { now: () => clock }, configurable: true });
  Object.assign(globalThis, {
    document: page,
    window: globalThis,
    CSS: {},
    requestAnimationFrame: (frame) => frames.push(frame),
    ResizeObserver: class {
      observe() {}
    },
  });
  store = new Store(() => 1_000_000);
  list = new CallList({
    store,
    painter: new Painter(),
    connection: { state: { phase: 'live' }, topics: { focus: (ids) => store.setFocus(ids) } },
    prefs: { values: { steadiness: 'fast' } },
    isOpen: () => false,
    hidesList: () => false,
    counted: () => {},
  });
  list.height = SEEN * Row.HEIGHT;
  store.replaceBoard(Array.from({ length: CALLS }, (_, i) => ({ ...call(`c${i}`, leg('l1'), leg('l2')), startedAt: 900_000 - i })));
  list.refresh();
  pass(1_000);
  page.written();
});

/** Time goes by, with a frame every 10 ms where one was asked for. @returns {number} how many there were */
function pass(ms) {
  let count = 0;
  for (let gone = 0; gone < ms; gone += 10) {
    clock += 10;
    mock.timers.tick(10);
    for (const frame of frames.splice(0)) {
      count++;
      frame();
    }
  }
  return count;
}

function scrollTo(row) {
  list.scroller.scrollTop = row * Row.HEIGHT;
  list.scroller.listeners.get('scroll')();
}

function rowOf(node) {
  return node === null || node.classes?.has('row') ? node?.row : rowOf(node.parentNode);
}

const sureOf = (callId, rev, text) => ({ ...guess(callId, 'l1', 1, rev, text), stable: 0 });

test('of many calls as many rows are made as fit, and a few more', () => {
  assert.equal(list.order.ids.length, CALLS);
  assert.ok(list.rows.byId.size >= SEEN && list.rows.byId.size < 3 * SEEN, String(list.rows.byId.size));
});

test('what happens on calls that nobody sees asks for no frame and writes nothing', () => {
  for (let i = 100; i < CALLS; i++) {
    store.apply(final(`c${i}`, 'l1', 1, 1, 4, 'Hello there.'));
    store.apply({ type: 'leg.updated', callId: `c${i}`, legId: 'l2', patch: { state: 'reconnecting' } });
  }
  assert.equal(pass(1_000), 0);
  assert.deepEqual(page.written(), []);
});

test('of a call that is seen only the words that are others are written', () => {
  store.apply(sureOf('c3', 1, 'the pump'));
  pass(500);
  assert.ok(page.written().length > 0);
  for (let rev = 2; rev < 10; rev++) {
    store.apply(sureOf('c3', rev, 'the pump'));
    pass(500);
  }
  assert.deepEqual(page.written(), []);
  store.apply(sureOf('c3', 10, 'the pump in'));
  pass(500);
  assert.deepEqual(page.written().map(({ what, node }) => [what, rowOf(node).callId]), [['text', 'c3']]);
});

test('many guesses within a second are written four times', () => {
  for (let rev = 1; rev <= 50; rev++) {
    store.apply(sureOf('c3', rev, `word ${rev}`));
    pass(20);
  }
  const texts = page.written().filter(({ what }) => what === 'text');
  assert.ok(texts.length >= 3 && texts.length <= 5, String(texts.length));
});

test('once a second the time is written, of the rows that are seen', () => {
  list.element.matches = () => false;
  store.clock = () => 1_001_000;
  list.tick();
  pass(500);
  const written = page.written();
  assert.equal(written.length, SEEN);
  assert.deepEqual([...new Set(written.map(({ what }) => what))], ['text']);
});

test('scrolling writes to no row but those that come in', () => {
  const before = new Set(list.rows.byId.keys());
  scrollTo(2);
  assert.equal(pass(500), 0, 'they are there already');
  scrollTo(12);
  pass(500);
  const written = new Set(page.written().filter(({ node }) => node !== list.grid).map(({ node }) => rowOf(node).callId));
  const entered = [...list.rows.byId.keys()].filter((it) => !before.has(it));
  assert.ok(entered.length > 0);
  assert.deepEqual([...written].sort(), entered.sort());
});

test('nothing is under the pointer while the list passes, which takes two writes however long', () => {
  const written = () => page.written().filter(({ node }) => node === list.grid).map(({ what }) => what);
  for (let px = 1; px <= 50; px++) {
    list.scroller.scrollTop = px;
    list.scroller.listeners.get('scroll')();
    pass(10);
  }
  assert.equal(list.grid.style.pointerEvents, 'none');
  assert.deepEqual(written(), ['style pointerEvents'], 'however long it moves');
  pass(200);
  assert.equal(list.grid.style.pointerEvents, '');
  assert.deepEqual(written(), ['style pointerEvents']);
});

test('a press finds what is under the pointer at once, and for as long as it is held', () => {
  scrollTo(2);
  assert.equal(list.grid.style.pointerEvents, 'none');
  list.scroller.listeners.get('pointerdown')();
  assert.equal(list.grid.style.pointerEvents, '');
  scrollTo(3);
  assert.equal(list.grid.style.pointerEvents, '', 'as who selects words does');
  page.listeners.get('pointerup')();
  scrollTo(4);
  assert.equal(list.grid.style.pointerEvents, 'none');
});

test('where the list itself keeps its place nothing passes', () => {
  scrollTo(100);
  pass(500);
  page.written();
  store.apply({ type: 'call.started', call: { ...call('new', leg('l1')), startedAt: 950_000 } });
  pass(500);
  list.scroller.listeners.get('scroll')();
  assert.deepEqual(page.written().filter(({ what }) => what === 'style pointerEvents'), []);
});

test('a call that begins above leaves the words and places of the other rows alone', () => {
  scrollTo(100);
  pass(500);
  page.written();
  store.apply({ type: 'call.started', call: { ...call('new', leg('l1')), startedAt: 950_000 } });
  pass(500);
  const rows = page.written().filter(({ node }) => rowOf(node));
  assert.deepEqual([...new Set(rows.map(({ what }) => what))], ['attribute aria-rowindex']);
  assert.equal(list.scroller.scrollTop, 101 * Row.HEIGHT);
});

test('the row that somebody is on stays where it is out of sight, and goes with its call', async () => {
  const { element } = list.rows.byId.get('c0');
  element.focus();
  scrollTo(100);
  pass(500);
  assert.equal(list.rows.byId.get('c0').element, element);
  store.forget('c0');
  pass(500);
  await null;
  assert.ok(!list.rows.byId.has('c0'));
  assert.equal(rowOf(page.activeElement).callId, 'c100', 'who was there is on the first in sight');
  assert.equal(list.scroller.scrollTop, 99 * Row.HEIGHT);
});
