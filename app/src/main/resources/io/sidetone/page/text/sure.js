// @ts-check
/** Splits a final into pieces by how sure the recogniser was of each word. Pure. */

/** @typedef {{text: string, confidence: number|null}} Piece a run of text; null: nothing to remark */

/** The feed has words as arrays, the HTTP API as objects. @param {any} word */
function wordOf(word) {
  return Array.isArray(word)
    ? { confidence: word[2], text: String(word[3]) }
    : { confidence: word.confidence, text: String(word.text) };
}

/** @param {any} final @param {number} threshold 0 to 1; 0 marks nothing @returns {Piece[]} */
export function pieces(final, threshold) {
  const text = String(final.text);
  if (!final.words || threshold <= 0) {
    return [{ text, confidence: null }];
  }
  /** @type {Piece[]} */
  const found = [];
  let from = 0;
  for (const json of final.words) {
    const word = wordOf(json);
    const at = word.text === '' || !(word.confidence < threshold) ? -1 : text.indexOf(word.text, from);
    if (at >= 0) {
      if (at > from) {
        found.push({ text: text.slice(from, at), confidence: null });
      }
      found.push({ text: word.text, confidence: word.confidence });
      from = at + word.text.length;
    } else {
      from = passed(text, word.text, from, found);
    }
  }
  if (from < text.length) {
    found.push({ text: text.slice(from), confidence: null });
  }
  return found;
}

/** @param {string} text @param {string} word @param {number} from @param {Piece[]} found @returns {number} after it */
function passed(text, word, from, found) {
  const at = text.indexOf(word, from);
  if (word === '' || at < 0 || at - from > 40) {
    return from; // numbers and the like are written otherwise than they were said
  }
  const piece = text.slice(from, at + word.length);
  const before = found.at(-1);
  if (before && before.confidence === null) {
    before.text += piece;
  } else {
    found.push({ text: piece, confidence: null });
  }
  return at + word.length;
}
