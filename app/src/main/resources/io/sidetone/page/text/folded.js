// @ts-check
/** Text without case and accents that still knows where each character stood. Pure; the server's Folded does the same. */

/** @typedef {{points: number[], at: number[], ends: number[]}} Folded code points, and where theirs begins and ends */

/** @param {string} text @returns {Folded} */
export function folded(text) {
  /** @type {Folded} */
  const result = { points: [], at: [], ends: [] };
  let at = 0;
  for (const character of text) {
    for (const plain of character.toLowerCase().normalize('NFD').replace(/\p{M}+/gu, '')) {
      result.points.push(/** @type {number} */ (plain.codePointAt(0)));
      result.at.push(at);
      result.ends.push(at + character.length);
    }
    at += character.length;
  }
  result.at.push(at);
  return result;
}

/** Where code points stand in the text, with the accents that follow them. @param {Folded} text @param {number} from @param {number} to */
export function placeIn(text, from, to) {
  return { from: text.at[from], to: Math.max(text.at[to], text.ends[to - 1]) };
}

/** @param {number} point letters, digits and the low line, of all scripts */
export function isOfAWord(point) {
  if (point < 128) {
    return (point >= 97 && point <= 122) || (point >= 48 && point <= 57) || (point >= 65 && point <= 90) || point === 95;
  }
  return /[\p{L}\p{N}]/u.test(String.fromCodePoint(point));
}
