// @ts-check
/** Marks lines with alerts: the words by highlights, which leave the document alone, and beside them what they mean. */
import { attribute, el } from '../ui/dom.js';
import { hitsIn, loudest, namesOf } from './rules.js';

/** @typedef {import('../ui/line.js').Line} Line */

export class LineMarks {
  /** @param {import('./book.js').AlertBook} book */
  constructor(book) {
    this.book = book;
    /** @type {WeakMap<Line, {ranges: [any, Range][], tag: HTMLElement|null, names: string}>} */
    this.marked = new WeakMap();
  }

  /** A line has been painted. @param {Line} line */
  paint(line) {
    if (this.book.alerts.length === 0) {
      return;
    }
    const mark = this.marked.get(line) ?? { ranges: [], tag: null, names: '' };
    this.marked.set(line, mark);
    mark.ranges.forEach(([highlight, range]) => highlight.delete(range));
    const text = line.settled.textContent;
    const hits = text === '' ? [] : hitsIn(this.book.alerts, text, line.view.legOf(line.said.legId).role);
    mark.ranges = hits.flatMap((hit) => ranges(line.settled, hit));
    attribute(line.element, 'data-alert', hits.length > 0 ? loudest(hits) : null);
    const names = namesOf(hits);
    if (names !== mark.names) {
      mark.names = names;
      mark.tag?.remove();
      mark.tag = names === '' ? null : el('span.alert-tag', { 'data-severity': loudest(hits) }, el('span.sr', {}, 'Alert: '), names);
      mark.tag && line.flags.before(mark.tag);
    }
  }

  /** A transcript is closed. @param {import('../ui/transcriptview.js').TranscriptView} view */
  forget(view) {
    for (const line of view.lines.values()) {
      this.marked.get(/** @type {any} */ (line))?.ranges.forEach(([highlight, range]) => highlight.delete(range));
    }
  }
}

/** @param {import('./rules.js').Severity} severity @returns {any} null where browsers have none */
function highlightOf(severity) {
  const all = /** @type {any} */ (CSS).highlights;
  const name = `alert-${severity}`;
  if (all && !all.has(name)) {
    all.set(name, new /** @type {any} */ (globalThis).Highlight());
  }
  return all?.get(name) ?? null;
}

/** One for each text node. @param {Element} root @param {import('./rules.js').Hit} hit @returns {[any, Range][]} */
function ranges(root, hit) {
  const highlight = highlightOf(hit.severity);
  /** @type {[any, Range][]} */
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); highlight && node && at < hit.to; node = walker.nextNode()) {
    const { length } = /** @type {Text} */ (node);
    const from = Math.max(0, hit.from - at);
    const to = Math.min(length, hit.to - at);
    if (from < to) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      highlight.add(range);
      found.push([highlight, range]);
    }
    at += length;
  }
  return found;
}
