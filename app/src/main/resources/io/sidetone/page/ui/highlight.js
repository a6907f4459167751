// @ts-check
/** Marks what was searched for, without touching the document: where browsers have the CSS Custom Highlight API. */
import { fold } from '../text/search.js';

let marked = false;

/** @param {string} name of the highlight @param {string[]} texts folded @param {Element[]} roots */
export function markMatches(name, texts, roots) {
  const highlights = /** @type {any} */ (CSS).highlights;
  if (!highlights || (texts.length === 0 && !marked)) {
    return;
  }
  const ranges = texts.length === 0 ? [] : roots.flatMap((root) => rangesIn(root, texts));
  marked = texts.length > 0;
  highlights.set(name, new /** @type {any} */ (globalThis).Highlight(...ranges));
}

/** @param {Element} root @param {string[]} texts */
function rangesIn(root, texts) {
  const ranges = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const data = /** @type {Text} */ (node).data;
    const folded = fold(data);
    if (folded.length !== data.length) {
      continue; // accents that are characters of their own: positions would not fit
    }
    for (const text of texts) {
      for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at + text.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
