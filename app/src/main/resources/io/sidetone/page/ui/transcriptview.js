// @ts-check
/**
 * A transcript on the screen, of a live call or a past one: renders a `Transcript`, follows its end while the reader is
 * there, and writes only to what changed.
 */
import { el, hide, setText, textNode, toggle } from './dom.js';
import { Line } from './line.js';
import { MarkLine } from './mark.js';

const MOST_LINES = 1_000; // in the document; more on request
const NEAR_END_PX = 48;
const OVERLAP_MS = 300;
const CALM_MS = 500;

/** @typedef {{startedAt: number, legs: Map<string, import('../feed/shapes.js').Leg>}} Told of a call */

export class TranscriptView {
  /**
   * @param {import('../feed/transcript.js').Transcript} transcript @param {import('../prefs.js').Prefs} prefs
   * @param {import('./popover.js').Popover} popover @param {() => Told|undefined} told
   */
  constructor(transcript, prefs, popover, told) {
    this.transcript = transcript;
    this.prefs = prefs;
    this.popover = popover;
    this.told = told;
    /** @type {Map<string, Line|MarkLine>} */
    this.lines = new Map();
    this.following = true;
    this.scrollTop = 0;
    this.unseen = 0;
    this.limit = MOST_LINES;
    this.generation = -1;
    this.count = 0;
    this.newText = textNode();
    this.follow = el('button.follow', { type: 'button', hidden: true, onclick: () => this.toEnd() }, this.newText);
    this.earlier = el('button.earlier', { type: 'button', hidden: true, onclick: () => this.onEarlier() }, 'Earlier lines');
    this.log = el('div.log', { role: 'log', 'aria-live': 'off', 'aria-label': 'Transcript', tabindex: 0 });
    this.scroller = el('div.transcript.following', {}, this.earlier, this.log);
    this.element = el('div.transcript-frame', {}, this.scroller, this.follow);
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.selected = () => this.selectionChanged();
    document.addEventListener('selectionchange', this.selected);
    this.sizes = new ResizeObserver(() => this.following && this.toEnd());
    this.sizes.observe(this.scroller);
    /** @type {(line: Line) => void} */
    this.onPainted = () => {};
    /** @type {(view: TranscriptView) => void} */
    this.onClosed = () => {};
    /** @type {(line: import('../feed/transcript.js').Said) => void} */
    this.onFinal = () => {};
    this.onEarlier = () => {
      this.limit += MOST_LINES;
      this.generation = -1;
      this.paint(performance.now());
    };
  }

  close() {
    this.onClosed(this);
    document.removeEventListener('selectionchange', this.selected);
    this.sizes.disconnect();
  }

  get startedAt() {
    return this.told()?.startedAt ?? 0;
  }

  /** @param {string} legId @returns {{role: string, name: string}} */
  legOf(legId) {
    return this.told()?.legs.get(legId) ?? { role: '', name: '' };
  }

  get times() {
    return this.prefs.values.times;
  }

  get threshold() {
    return this.prefs.values.lowConfidence;
  }

  get steadiness() {
    return this.prefs.values.steadiness;
  }

  /** Preferences have changed: all lines anew. */
  repaint() {
    this.lines.forEach((line) => this.transcript.changed.add(line instanceof Line ? line.said.key : line.mark.key));
    this.paint(performance.now());
  }

  /** @param {number} now @returns {number} when a word that is held back may be shown; 0: none is */
  paint(now) {
    this.sync();
    const painted = [];
    for (const key of this.transcript.changed) {
      const line = this.lines.get(key);
      if (line) {
        line.paint(now);
        painted.push(line);
        line instanceof Line && this.bracket(line.said);
        line instanceof Line && this.onPainted(line);
      }
    }
    this.transcript.changed.clear();
    const dueAt = this.keepHeights(painted);
    hide(this.earlier, !(this.transcript.older || this.transcript.items.length > this.limit));
    if (this.following) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    }
    this.paintFollow();
    return dueAt;
  }

  /** All reading of the layout at once, after all writing. @param {(Line|MarkLine)[]} painted */
  keepHeights(painted) {
    const open = /** @type {Line[]} */ (painted.filter((it) => it instanceof Line && (!it.said.closed || it.height > 0)));
    const heights = open.map((it) => (it.said.closed ? 0 : it.element.offsetHeight));
    open.forEach((line, i) => line.keep(heights[i]));
    let dueAt = 0;
    for (const line of open) {
      if (line.steady.dueAt > 0) {
        dueAt = line.steady.dueAt;
        this.transcript.changed.add(line.said.key);
      }
    }
    return dueAt;
  }

  /** Brings the document's lines in line with the transcript's. */
  sync() {
    const { items, generation } = this.transcript;
    if (this.generation === generation && this.count === items.length) {
      return;
    }
    const anew = this.generation !== generation;
    if (this.generation < 0) {
      toggle(this.log, 'calm', true); // what was said before does not fade in
      setTimeout(() => toggle(this.log, 'calm', false), CALM_MS);
    }
    const from = Math.max(0, items.length - this.limit);
    const shown = items.slice(from);
    if (anew) {
      this.removeAllBut(new Set(shown.map((it) => it.key)));
    }
    let at = anew ? this.log.firstElementChild : null;
    for (let i = anew ? 0 : Math.max(0, this.count - from); i < shown.length; i++) {
      const line = this.lineOf(shown[i]);
      if (line.element === at) {
        at = at.nextElementSibling;
      } else {
        this.log.insertBefore(line.element, at);
      }
    }
    this.generation = generation;
    this.count = items.length;
    this.trim();
  }

  trim() {
    while (this.following && this.log.childElementCount > this.limit) {
      this.lines.delete(this.log.firstElementChild.getAttribute('data-key'));
      this.log.firstElementChild.remove();
    }
  }

  /** @param {Set<string>} kept */
  removeAllBut(kept) {
    for (const [key, line] of this.lines) {
      if (!kept.has(key)) {
        line.element.remove();
        this.lines.delete(key);
      }
    }
  }

  /** @param {import('../feed/transcript.js').Item} item */
  lineOf(item) {
    const known = this.lines.get(item.key);
    if (known && (!(known instanceof Line) || known.said === item)) {
      return known;
    }
    if (known instanceof Line && item.kind === 'said') {
      known.said = item; // the same utterance, from another snapshot: its element stays
      known.delivery.said = item;
      this.transcript.changed.add(item.key);
      return known;
    }
    const line = item.kind === 'said' ? new Line(this, item) : new MarkLine(this, item);
    this.lines.set(item.key, line);
    this.transcript.changed.add(item.key);
    this.unseen += this.following ? 0 : 1;
    return line;
  }

  /** Who speaks while somebody else does is bracketed with them. @param {import('../feed/transcript.js').Item} item */
  bracket(item) {
    const { items } = this.transcript;
    const i = items.lastIndexOf(item);
    const line = this.lines.get(item.key);
    for (const other of [items[i - 1], items[i + 1]]) {
      const beside = other && this.lines.get(other.key);
      if (line && beside && overlap(item, other)) {
        const first = other === items[i - 1] ? beside : line;
        toggle(first.element, 'cross-first', true);
        toggle((first === line ? beside : line).element, 'cross-last', true);
      }
    }
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const up = scrollTop < this.scrollTop - 1; // else the lines have only been broken otherwise
    this.scrollTop = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) {
      this.setFollowing(true);
    } else if (up) {
      this.setFollowing(false);
    }
  }

  selectionChanged() {
    const selection = getSelection();
    if (selection && !selection.isCollapsed && this.log.contains(selection.anchorNode)) {
      this.setFollowing(false);
    }
  }

  /** @param {boolean} following */
  setFollowing(following) {
    if (this.following !== following) {
      this.following = following;
      this.unseen = 0;
      toggle(this.scroller, 'following', following);
      this.paintFollow();
    }
  }

  toEnd() {
    this.setFollowing(true);
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  paintFollow() {
    hide(this.follow, this.following);
    setText(this.newText, this.unseen > 0 ? `↓ ${this.unseen} new` : '↓ Follow');
  }

  /** @param {number} ms a position on the call's axis */
  scrollTo(ms) {
    const item = [...this.transcript.items].reverse().find((it) => (it.kind === 'said' ? it.startMs : it.atMs) <= ms) ?? this.transcript.items[0];
    const line = item && this.lines.get(item.key);
    if (line) {
      this.setFollowing(false);
      this.scroller.scrollTop = line.element.offsetTop - this.scroller.clientHeight / 3;
      line.element.classList.remove('found');
      void line.element.offsetWidth; // begins the mark anew
      line.element.classList.add('found');
    }
  }
}

/** @param {import('../feed/transcript.js').Item} a @param {import('../feed/transcript.js').Item} b */
function overlap(a, b) {
  if (a.kind !== 'said' || b.kind !== 'said' || a.legId === b.legId) {
    return false;
  }
  const endOf = (/** @type {import('../feed/transcript.js').Said} */ it) => Math.max(it.endMs, it.guess?.endMs ?? 0);
  return Math.min(endOf(a), endOf(b)) - Math.max(a.startMs, b.startMs) > OVERLAP_MS;
}
