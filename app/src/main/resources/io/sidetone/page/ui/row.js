// @ts-check
/** One row of the list: made once, used for one call after another. Its height never changes. */
import { deadOf, durationOf, inTrouble, lanes } from '../feed/shapes.js';
import { SteadyText } from '../text/steady.js';
import { badge, duration, party, place, plural, roleName, roleStyle, speaker, stateInWords } from '../text/format.js';
import { attribute, el, hide, setText, sign, textNode, toggle } from './dom.js';

const LANES = 2;
const LANE_CHARACTERS = 240; // more never fits into a lane
const RTL = /^[^A-Za-z\u00C0-\u024F]*[\u0591-\u08FF]/;

/** @typedef {import('../feed/shapes.js').Call} Call */
/**
 * @typedef {{now: number, unsure: boolean, steadiness: import('../text/steady.js').Steadiness}} Look what all rows have in
 *   common: the server's time, whether it may have stopped, and how steady guesses are to be
 */

export class Row {
  constructor() {
    this.callId = '';
    /** @type {Call|undefined} as it was when it was last painted */
    this.call = undefined;
    this.index = -1;
    this.y = NaN;
    this.number = textNode();
    this.place = textNode();
    this.duration = textNode();
    this.time = el('span.time', {}, this.duration);
    this.lanes = Array.from({ length: LANES }, () => new Lane());
    this.signs = new Signs();
    this.element = el(
      'div.row',
      { role: 'row', tabindex: -1 },
      el('div.ident', { role: 'gridcell' }, el('span.number', { dir: 'auto' }, this.number), el('span.place', { dir: 'auto' }, this.place)),
      el('div.lanes', { role: 'gridcell' }, ...this.lanes.map((it) => it.element)),
      el('div.meta', { role: 'gridcell' }, this.time, this.signs.element),
    );
    this.element.row = this;
  }

  /** @param {string} callId */
  show(callId) {
    this.callId = callId;
    this.lanes.forEach((lane) => lane.steady.clear());
  }

  /** @param {number} index @param {number} base the index of the row at the grid's own top */
  put(index, base) {
    const y = (index - base) * Row.HEIGHT;
    if (this.y !== y) {
      this.y = y;
      this.element.style.transform = `translateY(${y}px)`;
    }
    if (this.index !== index) {
      this.index = index;
      attribute(this.element, 'aria-rowindex', index + 1);
    }
  }

  /** @param {Call} call @param {Look} look @param {boolean} selected */
  paint(call, look, selected) {
    this.call = call;
    setText(this.number, party(call));
    setText(this.place, place(call));
    this.tick(look);
    const legs = lanes(call);
    const loudest = legs.reduce((most, leg) => (heard(leg) > heard(most ?? leg) ? leg : most ?? leg), legs[0]);
    this.lanes.forEach((lane, i) => lane.paint(legs[i], legs[i] === loudest, look.steadiness));
    this.signs.paint(call);
    toggle(this.element, 'ended', call.state === 'ended');
    attribute(this.element, 'aria-selected', selected ? 'true' : 'false');
  }

  /** Time goes on, whatever else does. @param {Look} look */
  tick({ now, unsure }) {
    if (this.call) {
      const text = duration(durationOf(this.call, now));
      setText(this.duration, unsure && this.call.state === 'live' ? `~${text}` : text);
    }
  }

  /** When a word that is held back may be shown; 0: none is. */
  get dueAt() {
    return this.lanes.reduce((due, lane) => (lane.steady.dueAt > due ? lane.steady.dueAt : due), 0);
  }
}
Row.USUAL_HEIGHT = 56; // px, 3.5rem in the style sheet
Row.HEIGHT = Row.USUAL_HEIGHT; // at the text size of the moment

/** @param {import('../feed/shapes.js').Leg} leg */
function heard(leg) {
  return Math.max(leg.interim?.endMs ?? 0, leg.last?.endMs ?? 0);
}

class Lane {
  constructor() {
    this.steady = new SteadyText();
    this.badge = textNode();
    this.name = textNode();
    this.settled = textNode();
    this.open = textNode();
    this.mark = el('span.badge', { 'aria-hidden': 'true' }, this.badge);
    this.who = el('span.who', {}, this.name);
    this.inner = el('span.words', { dir: 'auto' }, this.settled, el('span.open', {}, this.open));
    this.text = el('span.tail', {}, this.inner);
    this.dot = el('span.dot', {}, el('span.sr', {}, 'speaking'));
    this.element = el('div.lane', {}, this.mark, this.who, this.dot, this.text);
  }

  /** @param {import('../feed/shapes.js').Leg|undefined} leg @param {boolean} newest @param {import('../text/steady.js').Steadiness} steadiness */
  paint(leg, newest, steadiness) {
    toggle(this.element, 'none', !leg);
    toggle(this.element, 'newest', newest);
    if (!leg) {
      return this.fill('', '');
    }
    attribute(this.element, 'data-role', roleStyle(leg.role));
    setText(this.badge, badge(leg.role));
    setText(this.name, speaker(leg));
    attribute(this.who, 'title', leg.name ? roleName(leg.role) : null);
    toggle(this.dot, 'on', leg.speaking || leg.interim !== null);
    toggle(this.element, 'trouble', inTrouble(leg));
    this.say(leg, steadiness);
  }

  /** @param {import('../feed/shapes.js').Leg} leg @param {import('../text/steady.js').Steadiness} steadiness */
  say(leg, steadiness) {
    if (leg.interim) {
      this.steady.show(leg.interim, steadiness, performance.now());
      if (this.steady.stable || this.steady.unstable) {
        return this.fill(this.steady.stable, this.steady.unstable);
      }
    } else {
      this.steady.clear();
    }
    const quiet = leg.state === 'live' || leg.state === 'ended' ? '' : stateInWords(leg.state);
    this.fill(leg.last?.text ?? quiet, '');
  }

  /** @param {string} settled @param {string} open */
  fill(settled, open) {
    const tail = settled.length > LANE_CHARACTERS ? settled.slice(-LANE_CHARACTERS).toWellFormed?.() ?? settled.slice(-LANE_CHARACTERS) : settled;
    setText(this.settled, tail);
    setText(this.open, open.slice(-LANE_CHARACTERS));
    attribute(this.text, 'data-rtl', RTL.test(tail || open));
  }
}

/** What is wrong with a call, or out of the ordinary: always in the same place. */
class Signs {
  constructor() {
    this.fault = new Sign('fault', 'fault');
    this.dead = new Sign('dead', 'hook');
    this.link = new Sign('link', 'link');
    this.paused = new Sign('paused', 'pause');
    this.alert = new Sign('alert', 'bell');
    this.ended = el('span.sign-text', {}, 'ended');
    const all = [this.alert, this.paused, this.link, this.fault, this.dead];
    this.element = el('span.signs', {}, ...all.map((it) => it.element), this.ended);
  }

  /** @param {Call} call */
  paint(call) {
    const legs = [...call.legs.values()];
    const faults = call.counts.faults;
    const dead = deadOf(call);
    this.fault.paint(faults, () => (call.openFaults.size > 0 ? plural(call.openFaults.size, 'open fault') : plural(faults, 'fault')));
    toggle(this.fault.element, 'past', call.openFaults.size === 0);
    const alerts = call.alerts?.count ?? 0;
    this.alert.paint(alerts, () => plural(alerts, 'alert'));
    attribute(this.alert.element, 'data-severity', call.alerts?.severity);
    this.dead.paint(dead, () => plural(dead, 'dead webhook'));
    this.link.paint(legs.some(inTrouble) ? 1 : 0, () => legs.filter(inTrouble).map((it) => stateInWords(it.state)).join(', '));
    this.paused.paint(call.paused || legs.some((it) => it.state === 'paused') ? 1 : 0, () => 'paused');
    hide(this.ended, call.state !== 'ended');
  }
}

class Sign {
  /** @param {string} kind @param {string} icon */
  constructor(kind, icon) {
    this.icon = icon;
    this.words = textNode();
    this.count = textNode();
    this.element = el(`span.flag.${kind}`, { hidden: true }); // most rows never need what is in it
  }

  /** @param {number} count @param {() => string} inWords */
  paint(count, inWords) {
    hide(this.element, count === 0);
    if (count > 0) {
      const words = inWords();
      if (!this.element.firstChild) {
        this.element.append(sign(this.icon), el('span', { 'aria-hidden': 'true' }, this.count), el('span.sr', {}, this.words));
      }
      setText(this.count, count > 1 ? String(count) : '');
      setText(this.words, words);
      attribute(this.element, 'title', words);
    }
  }
}
