import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folded, piecesOf, wordsOf } from '../../main/resources/io/sidetone/page/past/words.js';

test('words are found without regard to case and accents', () => {
  assert.deepEqual(wordsOf('  "Chaudière" PUMP '), ['chaudiere', 'pump']);
  assert.equal(folded('ÉTÉ'), 'ete');
});

test('a text is cut at the words, and nothing of it is lost', () => {
  const pieces = piecesOf('La chaudière, la CHAUDIERE!', ['chaudiere']);
  assert.deepEqual(pieces.filter((it) => it.hit).map((it) => it.text), ['chaudière', 'CHAUDIERE']);
  assert.equal(pieces.map((it) => it.text).join(''), 'La chaudière, la CHAUDIERE!');
});

test('parts of words are no words', () => {
  assert.ok(piecesOf('pumps', ['pump']).every((it) => !it.hit));
  assert.deepEqual(piecesOf('', ['pump']), []);
});
