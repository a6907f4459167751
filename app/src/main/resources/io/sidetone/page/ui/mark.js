// @ts-check
/** What is not speech: keys, pauses, faults, gaps, comings and goings; each in its place on the time axis. */
import { clock, endInWords, iso, offset, span, speaker } from '../text/format.js';
import { attribute, el, setText, textNode } from './dom.js';

export class MarkLine {
  /** @param {import('./transcriptview.js').TranscriptView} view @param {import('../feed/transcript.js').Mark} mark */
  constructor(view, mark) {
    this.view = view;
    this.mark = mark;
    this.when = textNode();
    this.words = textNode();
    this.time = el('time.when', {}, this.when);
    this.element = el('div.mark', { 'data-type': mark.type, 'data-key': mark.key }, this.time, el('span.words', {}, this.words));
    if (mark.type === 'fault') {
      attribute(this.element, 'data-severity', mark.event.resolved ? 'resolved' : mark.event.severity);
    }
    if (isGap(mark.event)) {
      this.element.classList.add('gap');
    }
  }

  paint() {
    const at = this.view.startedAt + this.mark.atMs;
    setText(this.when, this.view.times === 'clock' ? clock(at) : offset(this.mark.atMs));
    attribute(this.time, 'datetime', iso(at));
    setText(this.words, inWords(this.mark, this.view));
  }

  keep() {}
}

/** @param {any} event */
export function isGap(event) {
  return event.type === 'fault' && (event.lostMs > 0 || event.code === 'audio.gap' || event.code === 'audio.shed');
}

/** @param {import('../feed/transcript.js').Mark} mark @param {import('./transcriptview.js').TranscriptView} view */
function inWords({ type, event }, view) {
  const who = event.legId ? speaker(view.legOf(event.legId)) : '';
  switch (type) {
    case 'dtmf':
      return event.masked === false || (event.digit && event.digit !== '*') ? `${who} pressed ${event.digit}` : `${who} pressed a key`;
    case 'call.paused':
      return `Recording and transcription paused${event.by ? ` by ${event.by}` : ''}`;
    case 'call.resumed':
      return `Resumed${event.by ? ` by ${event.by}` : ''}`;
    case 'fault':
      return `${who ? `${who}: ` : ''}${event.message ?? event.code}${event.lostMs > 0 ? ` (${span(event.lostMs)} lost)` : ''}`;
    case 'leg.started':
      return event.again ? `${who} is back` : `${who} joined`;
    case 'leg.ended':
      return `${who} left`;
    default:
      return `Call ended: ${endInWords(event.endReason)}`;
  }
}
