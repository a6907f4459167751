// @ts-check
/**
 * Speaks to screen readers: new lines of the open call, finals only and not too many; and how the connection is. All
 * else on the page keeps quiet.
 */
import { speaker } from '../text/format.js';
import { el } from './dom.js';

const EVERY_MS = 1_500;
const MOST_WAITING = 5;

export class Announcer {
  /** @param {import('../prefs.js').Prefs} prefs */
  constructor(prefs) {
    this.prefs = prefs;
    this.lines = el('div.sr', { 'aria-live': 'polite', 'aria-atomic': 'true' });
    this.state = el('div.sr', { role: 'status' });
    this.alarm = el('div.sr', { role: 'alert' });
    this.element = el('div', {}, this.lines, this.state, this.alarm);
    /** @type {string[]} */
    this.waiting = [];
    this.spokenAt = -Infinity;
    /** @type {WeakMap<object, Set<string>>} finals that are told, by transcript */
    this.told = new WeakMap();
  }

  /** @param {string} text how the connection is */
  status(text) {
    const plain = text.replace(/\d+(\.\d+)? m?s behind/, 'behind').replace(/\(try \d+\)/, '');
    if (this.state.textContent !== plain) {
      this.state.textContent = plain;
    }
  }

  /** @param {string} text */
  alert(text) {
    if (this.alarm.textContent !== text) {
      this.alarm.textContent = text;
    }
  }

  /** Something that is not of the open call. @param {string} text */
  say(text) {
    this.waiting.push(text);
    this.speak();
  }

  /** A pane has been painted. @param {import('./callpane.js').CallPane} pane */
  look(pane) {
    const { transcript, view } = pane;
    const told = this.told.get(transcript);
    if (!told || !this.prefs.values.announce || pane.app.panes.at(-1) !== pane) {
      this.told.set(transcript, new Set(transcript.finals.keys()));
      return;
    }
    for (const [finalId, final] of transcript.finals) {
      if (!told.has(finalId)) {
        told.add(finalId);
        this.waiting.push(`${speaker(view.legOf(final.legId))}: ${final.text}`);
      }
    }
    this.speak();
  }

  speak() {
    const now = performance.now();
    clearTimeout(this.timer);
    if (this.waiting.length === 0) {
      return;
    }
    if (now - this.spokenAt < EVERY_MS) {
      this.timer = setTimeout(() => this.speak(), EVERY_MS - (now - this.spokenAt));
      return;
    }
    this.spokenAt = now;
    this.lines.textContent = this.waiting.length > MOST_WAITING ? `${this.waiting.length} new lines` : this.waiting.join(' ');
    this.waiting = [];
  }
}
