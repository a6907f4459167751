// @ts-check
/**
 * One utterance on the screen: an element with three parts, for what is settled, what is nearly sure, and the rest.
 * Parts are written to, never replaced, so that the final stands where the guess stood.
 */
import { SteadyText } from '../text/steady.js';
import { badge, clock, iso, offset, roleStyle, speaker } from '../text/format.js';
import { pieces } from '../text/sure.js';
import { attribute, el, hide, setText, textNode, toggle } from './dom.js';
import { DeliveryMark } from './deliverymark.js';

export class Line {
  /** @param {import('./transcriptview.js').TranscriptView} view @param {import('../feed/transcript.js').Said} said */
  constructor(view, said) {
    this.view = view;
    this.said = said;
    this.steady = new SteadyText();
    this.when = textNode();
    this.badge = textNode();
    this.who = textNode();
    this.nearly = textNode();
    this.rest = textNode();
    /** @type {Set<string>} finals that are written */
    this.written = new Set();
    this.height = 0;
    this.settled = el('span.settled');
    this.text = el('span.said', { dir: 'auto' }, this.settled, el('span.nearly', {}, this.nearly), el('span.rest', {}, this.rest));
    this.flags = el('span.flags');
    this.delivery = new DeliveryMark(view, said);
    this.time = el('time.when', {}, this.when);
    this.element = el(
      'div.line',
      { 'data-key': said.key },
      this.time,
      el('span.speaker', {}, el('span.badge', { 'aria-hidden': 'true' }, this.badge), el('span.who', {}, this.who)),
      el('div.body', {}, this.text, this.flags, this.delivery.answers),
      this.delivery.element,
    );
  }

  /** @param {number} now milliseconds of the page's clock */
  paint(now) {
    const { said, view } = this;
    const leg = view.legOf(said.legId);
    attribute(this.element, 'data-role', roleStyle(leg.role));
    setText(this.badge, badge(leg.role));
    setText(this.who, speaker(leg));
    this.paintTime();
    this.paintFinals();
    this.paintGuess(now);
    this.paintFlags();
    this.delivery.paint();
    toggle(this.element, 'open', !said.closed);
  }

  paintTime() {
    const at = this.view.startedAt + this.said.startMs;
    setText(this.when, this.view.times === 'clock' ? clock(at) : offset(this.said.startMs));
    attribute(this.time, 'datetime', iso(at));
  }

  paintFinals() {
    const finals = this.said.finals;
    const inOrder = finals.every((it, i) => i >= this.written.size || this.written.has(it.finalId));
    if (!inOrder || this.threshold !== this.view.threshold) {
      this.settled.replaceChildren(); // a repaired one came between, or others are to be marked
      this.written.clear();
    }
    this.threshold = this.view.threshold;
    for (const final of finals) {
      if (!this.written.has(final.finalId)) {
        this.write(final);
      }
    }
  }

  /** @param {any} final */
  write(final) {
    if (this.written.size > 0) {
      this.settled.append(' ');
    }
    this.written.add(final.finalId);
    const into = final.unconfirmed ? el('span.unconfirmed', { title: 'unconfirmed: never settled by speech-to-text' }) : this.settled;
    for (const piece of pieces(final, this.threshold / 100)) {
      into.append(piece.confidence === null ? piece.text : unsure(piece));
    }
    if (into !== this.settled) {
      this.settled.append(into);
    }
    attribute(this.text, 'lang', final.language || null);
  }

  /** @param {number} now */
  paintGuess(now) {
    const guess = this.said.guess;
    if (guess) {
      this.steady.show(guess, this.view.steadiness, now);
    } else {
      this.steady.clear();
    }
    const space = this.written.size > 0 ? ' ' : '';
    const { stable, unstable } = this.steady;
    setText(this.nearly, stable ? space + stable : '');
    setText(this.rest, !stable && unstable ? space + unstable : unstable);
  }

  paintFlags() {
    const flags = [];
    const { finals } = this.said;
    if (finals.some((it) => it.unconfirmed)) {
      flags.push('unconfirmed');
    }
    if (finals.some((it) => it.repaired)) {
      flags.push('repaired');
    } else if (finals.some((it) => it.late)) {
      flags.push('late');
    }
    const key = flags.join();
    if (key !== this.flagged) {
      this.flagged = key;
      this.flags.replaceChildren(...flags.map((it) => el('span.tag', { title: FLAGS[it] }, it)));
    }
    hide(this.flags, flags.length === 0);
  }

  /** An open line never gets lower; call when all lines are painted. @param {number} height */
  keep(height) {
    if (this.said.closed) {
      if (this.height > 0) {
        this.height = 0;
        this.element.style.minHeight = '';
      }
    } else if (height > this.height) {
      this.height = height;
      this.element.style.minHeight = `${height}px`;
    }
  }
}

/** @type {Record<string, string>} */
const FLAGS = {
  unconfirmed: 'Speech-to-text never settled this; it is its last guess',
  repaired: 'Transcribed afterwards, from audio that was kept while speech-to-text was away',
  late: 'Came after later words had been declared complete',
};

/** @param {import('../text/sure.js').Piece} piece */
function unsure(piece) {
  const percent = `${Math.round((piece.confidence ?? 0) * 100)} % sure`;
  return el('span.unsure', { role: 'mark', title: percent, 'aria-description': percent }, piece.text);
}
