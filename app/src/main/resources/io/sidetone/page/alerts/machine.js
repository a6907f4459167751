// @ts-check
/**
 * Runs what the server has made of words and patterns. There is no way back: one pass over the text for each match, at
 * most as many steps per character as the machine has. Pure.
 */
import { isOfAWord } from '../text/folded.js';

/** @typedef {any[][]} Machine */

const MOST_FOUND = 20; // in one text; more tell nobody more
const MOST_POINTS = 8_192; // longest final

/** The leftmost longest matches, none in another. @param {Machine} machine @param {number[]} points folded @returns {[number, number][]} */
export function find(machine, points) {
  const text = points.length > MOST_POINTS ? points.slice(0, MOST_POINTS) : points;
  const found = [];
  let next = first(machine, text, 0);
  while (next && found.length < MOST_FOUND) {
    found.push(next);
    next = first(machine, text, next[1]);
  }
  return found;
}

/** @param {Machine} machine @param {number[]} points @param {number} from @returns {[number, number]|null} */
function first(machine, points, from) {
  /** @type {[number, number]|null} */
  let best = null;
  let now = new Threads(machine);
  let then = new Threads(machine);
  for (let at = from; at <= points.length; at++) {
    if (!best) {
      now.add(0, at, points, at);
    }
    best = better(best, now.ended, at);
    if (now.steps.length === 0 && best) {
      return best;
    }
    then.clear();
    for (const step of now.steps) {
      const start = now.starts[step];
      if (best && start > best[0]) {
        break; // those that began later are behind
      }
      if (at < points.length && takes(machine[step], points[at])) {
        then.add(step + 1, start, points, at + 1);
      }
    }
    [now, then] = [then, now];
  }
  return best;
}

/** @param {[number, number]|null} best @param {number} start of what ends here; -1: nothing does @param {number} at @returns {[number, number]|null} */
function better(best, start, at) {
  return start >= 0 && start < at && (!best || start <= best[0]) ? [start, at] : best;
}

/** Where the machine stands at one place of the text, the earliest beginnings first. */
class Threads {
  /** @param {Machine} machine */
  constructor(machine) {
    this.machine = machine;
    this.starts = new Int32Array(machine.length).fill(-1);
    /** @type {number[]} that take a character */
    this.steps = [];
    /** @type {number[]} */
    this.seen = [];
    this.ended = -1;
  }

  clear() {
    this.seen.forEach((it) => (this.starts[it] = -1));
    this.seen = [];
    this.steps = [];
    this.ended = -1;
  }

  /** @param {number} first @param {number} start @param {number[]} points @param {number} at */
  add(first, start, points, at) {
    const open = [first];
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      if (this.starts[step] >= 0) {
        continue;
      }
      this.starts[step] = start;
      this.seen.push(step);
      const [kind, a, b] = this.machine[step];
      if (kind === 'take') {
        this.steps.push(step);
      } else if (kind === 'fork') {
        open.push(b, a);
      } else if (kind === 'only') {
        holds(a, points, at) && open.push(step + 1);
      } else if (this.ended < 0) {
        this.ended = start;
      }
    }
  }
}

/** @param {any[]} step @param {number} point */
function takes([, but, sets], point) {
  return but !== sets.some((/** @type {any} */ set) => isIn(set, point));
}

/** @param {any} set @param {number} point */
function isIn(set, point) {
  if (set === 'word') {
    return isOfAWord(point);
  }
  return set === 'space' ? /\s/.test(String.fromCodePoint(point)) : point >= set[0] && point <= set[1];
}

/** @param {string} place @param {number[]} points @param {number} at */
function holds(place, points, at) {
  if (place === 'begin' || place === 'end') {
    return at === (place === 'begin' ? 0 : points.length);
  }
  const edge = (at > 0 && isOfAWord(points[at - 1])) !== (at < points.length && isOfAWord(points[at]));
  return edge === (place === 'edge');
}
