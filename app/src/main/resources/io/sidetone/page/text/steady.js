// @ts-check
/**
 * Shows guesses without flicker: keeps what is shown while only case or punctuation differ, and holds the newest word
 * back until it has proven itself. One per line on the screen. Pure; time is handed in.
 */
const HOLD_MS = 700;
const CLOSING = /[.,;:!?…"')\]]+$/;

/** @typedef {'fast'|'balanced'|'steady'} Steadiness */

/** @param {string} word */
function bare(word) {
  return word.toLowerCase().replace(CLOSING, '');
}

/** @param {string} text @returns {string[]} */
function wordsOf(text) {
  return text.split(/\s+/).filter((it) => it !== '');
}

export class SteadyText {
  constructor() {
    /** @type {string[]} as shown */
    this.shown = [];
    /** @type {{word: string, since: number, updates: number}[]} the newest guess, word by word */
    this.seen = [];
    this.rev = -1;
    this.utt = -1;
    this.stable = '';
    this.unstable = '';
    this.dueAt = 0; // when a word that is held back may be shown; 0: none is
  }

  /** The guess became text, or went away. */
  clear() {
    this.shown = [];
    this.seen = [];
    this.rev = -1;
    this.stable = '';
    this.unstable = '';
    this.dueAt = 0;
  }

  /**
   * @param {import('../feed/shapes.js').Guess} guess the same one may be shown again, when `dueAt` has come
   * @param {Steadiness} steadiness
   * @param {number} now milliseconds
   */
  show(guess, steadiness, now) {
    if (guess.utt !== this.utt) {
      this.clear();
      this.utt = guess.utt;
    }
    const words = wordsOf(guess.text);
    if (guess.rev !== this.rev) {
      this.rev = guess.rev;
      this.note(words, now);
    }
    const sure = guess.stable === undefined ? this.proven() : wordsOf(guess.text.slice(0, guess.stable)).length;
    const count = this.count(words, sure, steadiness, now);
    const kept = words.slice(0, count).map((word, i) => this.keep(word, i));
    this.shown = kept;
    this.stable = kept.slice(0, Math.min(sure, count)).join(' ');
    const rest = kept.slice(sure).join(' ');
    this.unstable = this.stable && rest ? ` ${rest}` : rest;
  }

  /** @param {string[]} words @param {number} now */
  note(words, now) {
    let same = true;
    this.seen = words.map((word, i) => {
      const before = this.seen[i];
      same = same && before !== undefined && bare(before.word) === bare(word);
      return same ? { word, since: before.since, updates: before.updates + 1 } : { word, since: now, updates: 0 };
    });
  }

  /** How many words stood the same in the two guesses before, where the server does not say. */
  proven() {
    const changed = this.seen.findIndex((it) => it.updates < 2);
    return changed < 0 ? this.seen.length : changed;
  }

  /** @param {string[]} words @param {number} sure @param {Steadiness} steadiness @param {number} now */
  count(words, sure, steadiness, now) {
    this.dueAt = 0;
    if (steadiness === 'fast') {
      return words.length;
    } else if (steadiness === 'steady') {
      return Math.min(sure, words.length);
    }
    const last = this.seen[words.length - 1];
    if (!last || words.length <= sure || last.updates >= 1 || now - last.since >= HOLD_MS) {
      return words.length;
    }
    this.dueAt = last.since + HOLD_MS;
    return words.length - 1;
  }

  /** Case and closing punctuation may settle later: only the tail changes. @param {string} word @param {number} i */
  keep(word, i) {
    const before = this.shown[i];
    const prefix = before !== undefined && bare(before) === bare(word);
    return prefix ? before : word;
  }
}
