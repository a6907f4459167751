// @ts-check
/** Text with the words marked that somebody looks for. */
import { folded as foldedPoints } from '../text/folded.js';
import { el } from '../ui/dom.js';

/** Without accents and case, as text. @param {string} text */
export function folded(text) {
  return String.fromCodePoint(...foldedPoints(text).points);
}

/** The words of a question, folded. @param {string} question @returns {string[]} */
export function wordsOf(question) {
  return (question.match(/[\p{L}\p{N}]+/gu) ?? []).map(folded);
}

/**
 * The pieces of a text, one after the other.
 *
 * @param {string} text @param {string[]} words folded
 * @returns {{text: string, hit: boolean}[]}
 */
export function piecesOf(text, words) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (words.includes(folded(match[0]))) {
      pieces.push({ text: text.slice(end, match.index), hit: false }, { text: match[0], hit: true });
      end = match.index + match[0].length;
    }
  }
  pieces.push({ text: text.slice(end), hit: false });
  return pieces.filter((it) => it.text !== '');
}

/** @param {string} text @param {string[]} words folded */
export function marked(text, words) {
  return el('span', { dir: 'auto' }, ...piecesOf(text, words).map((it) => (it.hit ? el('mark', {}, it.text) : it.text)));
}
