// @ts-check
/** One open call: who is on it, how its legs do, its time axis, and what is said. */
import { durationOf, lanes } from '../feed/shapes.js';
import { textOf } from '../feed/transcript.js';
import { Api } from '../api.js';
import { badge, clock, duration, endInWords, offset, party, place, roleStyle, span, speaker, stateInWords } from '../text/format.js';
import { loadHistory } from '../feed/past.js';
import { markMatches } from './highlight.js';
import { attribute, el, hide, iconButton, setText, sign, textNode, toggle } from './dom.js';
import { askToErase } from './erase.js';
import { Strip } from './strip.js';
import { TagRow } from './tags.js';
import { TranscriptView } from './transcriptview.js';

const REPAINT_MS = 125; // 8 times a second at most
const FORMATS = [['text', 'Text'], ['json', 'JSON'], ['ndjson', 'JSON lines'], ['srt', 'Subtitles (SRT)'], ['vtt', 'Subtitles (WebVTT)']];

export class CallPane {
  /** @param {import('../app.js').App} app @param {string} callId */
  constructor(app, callId) {
    this.app = app;
    this.callId = callId;
    this.transcript = app.store.openCall(callId);
    /** @type {import('../feed/shapes.js').Call|undefined} from the archive, where the feed does not have it */
    this.past = undefined;
    this.erasing = false; // by this user: it need not be asked whether the call is there
    this.view = new TranscriptView(this.transcript, app.prefs, app.popover, () => this.call);
    this.view.onEarlier = () => this.loadEarlier();
    this.build();
    this.strip = new Strip(this);
    this.element = el('section.call', { 'aria-label': 'Open call', 'data-call': callId }, this.head, this.tags.element, this.legs, this.strip.element, this.view.element, this.problem);
    this.brush = app.painter.brush(() => this.paint(), REPAINT_MS);
    this.lookBack();
  }

  build() {
    this.number = textNode();
    this.place = textNode();
    this.duration = textNode();
    this.state = textNode();
    this.stateChip = el('span.state', {}, this.state);
    this.pauseText = textNode();
    this.pauseButton = el('button.recording', { type: 'button', onclick: () => this.pauseOrResume() }, sign('pause'), el('span', {}, this.pauseText));
    this.exportButton = iconButton('download', 'Export', () => this.exportMenu());
    this.tags = new TagRow(this);
    this.tagButton = iconButton('tag', 'Edit tags', () => this.tags.edit());
    this.tagButton.hidden = true;
    this.eraseButton = iconButton('erase', 'Erase this call', () => askToErase(this));
    this.eraseButton.hidden = true; // until it is known that the call is over, and who looks
    this.pinButton = iconButton('pin', 'Pin beside others', () => this.app.pin(this.callId));
    this.problemText = textNode();
    this.problem = el('p.problem', { role: 'status', hidden: true }, this.problemText);
    this.legs = el('div.legs');
    this.head = el(
      'header.call-head',
      {},
      iconButton('back', 'Back to the list', () => this.app.closeCall(this.callId)),
      el('h2', {}, el('span.number', { dir: 'auto' }, this.number), el('span.to', { dir: 'auto' }, this.place)),
      this.stateChip,
      el('span.time', {}, this.duration),
      el('div.tools', {}, this.pauseButton, iconButton('copy', 'Copy transcript', () => this.copy()), this.exportButton, this.tagButton, this.eraseButton, this.pinButton,
        iconButton('close', 'Close', () => this.app.closeCall(this.callId))),
    );
    this.pinButton.classList.add('pin');
    this.head.firstChild.classList.add('back');
    this.head.lastChild.lastChild.classList.add('shut');
  }

  /** What the feed does not tell: marks between the lines, and deliveries while nobody was connected. */
  async lookBack() {
    try {
      await loadHistory(this.app.api, this.transcript, this.callId);
    } catch {
      return; // the transcript itself comes by the feed; the marks come with the next look
    }
    this.brush.dirty();
  }

  close() {
    this.brush.stop();
    this.view.close();
    this.strip.close();
    this.element.remove();
  }

  get call() {
    return this.app.store.calls.get(this.callId) ?? this.past;
  }

  get durationMs() {
    return this.call ? durationOf(this.call, this.app.store.now()) : 0;
  }

  paint() {
    const call = this.call;
    if (call) {
      this.paintHead(call);
      this.paintLegs(call);
    }
    const dueAt = this.view.paint(performance.now());
    if (dueAt > 0) {
      setTimeout(() => this.brush.dirty(), Math.max(0, dueAt - performance.now()));
    }
    this.strip.brush.dirty();
    markMatches(`match-${this.app.panes.indexOf(this)}`, this.app.list.order.query.texts, [this.view.log]);
    this.app.announcer.look(this);
    this.app.goToLine();
  }

  /** Once a second. */
  tick() {
    const call = this.call;
    if (call) {
      this.paintTime(call);
      this.strip.brush.dirty();
    }
  }

  /** @param {import('../feed/shapes.js').Call} call */
  paintTime(call) {
    const phase = this.app.connection.state.phase;
    const unsure = call.state === 'live' && phase !== 'live' && phase !== 'behind';
    setText(this.duration, `${unsure ? '~' : ''}${duration(this.durationMs)}`);
  }

  /** @param {import('../feed/shapes.js').Call} call */
  paintHead(call) {
    setText(this.number, party(call));
    setText(this.place, `→ ${place(call)}`);
    this.paintTime(call);
    const state = call.state === 'ended' ? 'ended' : call.paused ? 'paused' : 'live';
    setText(this.state, state === 'ended' ? `Ended: ${endInWords(call.endReason)}` : state === 'paused' ? 'Paused' : 'Live');
    attribute(this.stateChip, 'data-state', state);
    hide(this.pauseButton, !this.app.session.steers || call.state === 'ended');
    hide(this.tagButton, !this.app.session.steers);
    this.tags.paint(call.tags);
    hide(this.eraseButton, !this.app.session.erases || call.state !== 'ended');
    setText(this.pauseText, call.paused ? 'Resume recording' : 'Pause recording');
    attribute(this.pauseButton, 'aria-label', call.paused ? 'Resume recording' : 'Pause recording');
    attribute(this.pauseButton, 'aria-pressed', String(call.paused));
    attribute(this.pauseButton, 'data-on', call.paused);
    attribute(this.element, 'aria-label', `Call ${party(call)}`);
    hide(this.pinButton, this.app.panes.length >= 4);
  }

  /** @param {import('../feed/shapes.js').Call} call */
  paintLegs(call) {
    const legs = lanes(call);
    while (this.legs.childElementCount > legs.length) {
      this.legs.lastChild.remove();
    }
    legs.forEach((leg, i) => {
      const chip = this.legs.children[i] ?? this.legs.appendChild(legChip());
      attribute(chip, 'data-role', roleStyle(leg.role));
      attribute(chip, 'data-state', leg.state);
      toggle(chip, 'speaking', leg.speaking || leg.interim !== null);
      setText(chip.parts.badge, badge(leg.role));
      setText(chip.parts.who, speaker(leg));
      setText(chip.parts.state, healthOf(leg));
      attribute(chip, 'title', leg.detail || null);
    });
  }

  async pauseOrResume() {
    const pausing = !this.call?.paused;
    this.pauseButton.disabled = true;
    try {
      await this.app.api.post(`/calls/${encodeURIComponent(this.callId)}/${pausing ? 'pause' : 'resume'}`, { by: this.app.session.user?.id });
      this.say('');
    } catch (failure) {
      this.say(`Not ${pausing ? 'paused' : 'resumed'}: ${/** @type {Error} */ (failure).message}`);
    }
    this.pauseButton.disabled = false;
  }

  async copy() {
    const lines = this.transcript.items
      .filter((it) => it.kind === 'said' && it.finals.length > 0)
      .map((/** @type {any} */ it) => `[${this.view.times === 'clock' ? clock(this.view.startedAt + it.startMs) : offset(it.startMs)}] ${speaker(this.view.legOf(it.legId))}: ${textOf({ ...it, guess: null })}`);
    try {
      await navigator.clipboard.writeText(lines.join('\n'));
      this.say(`${lines.length} lines copied.`);
    } catch {
      this.say('This browser does not let the page copy; select the text instead.');
    }
  }

  exportMenu() {
    const links = FORMATS.map(([format, name]) => el('a', { href: Api.exportUrl(this.callId, format), download: '' }, name));
    this.app.popover.show(this.exportButton, 'Export', el('div.menu', {}, ...links));
  }

  async loadEarlier() {
    try {
      await loadHistory(this.app.api, this.transcript, this.callId, true);
    } catch (failure) {
      this.say(`Earlier lines cannot be had: ${/** @type {Error} */ (failure).message}`);
    }
    this.transcript.older = null;
    this.view.limit += this.transcript.items.length;
    this.brush.now();
  }

  /** There is nothing to show, or not any more, and this is why. @param {string} text */
  fail(text) {
    this.past = undefined;
    setText(this.number, 'Call not found');
    [this.place, this.duration].forEach((it) => setText(it, ''));
    setText(this.state, 'Gone');
    attribute(this.stateChip, 'data-state', 'ended');
    attribute(this.element, 'aria-label', 'Call not found');
    this.legs.replaceChildren();
    this.tags.paint([]);
    [this.pauseButton, this.exportButton, this.tagButton, this.eraseButton].forEach((it) => hide(it, true));
    clearTimeout(this.quiet);
    setText(this.problemText, text);
    hide(this.problem, false);
  }

  /** Beside the buttons, until something else is said. @param {string} text */
  say(text) {
    setText(this.problemText, text);
    hide(this.problem, text === '');
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => hide(this.problem, true), 6_000);
  }
}

/** @returns {any} */
function legChip() {
  const parts = { badge: textNode(), who: textNode(), state: textNode() };
  const chip = el('div.leg', {}, el('span.badge', { 'aria-hidden': 'true' }, parts.badge), el('span.who', { dir: 'auto' }, parts.who), el('span.health', {}, parts.state));
  chip.parts = parts;
  return chip;
}

/** @param {import('../feed/shapes.js').Leg} leg */
function healthOf(leg) {
  const { lagMs = 0, lostMs = 0, repairingMs = 0 } = leg.media;
  const parts = [stateInWords(leg.state)];
  if (lagMs >= 1_000) {
    parts.push(`${span(lagMs)} behind`);
  }
  if (repairingMs > 0) {
    parts.push(`${span(repairingMs)} to repair`);
  }
  if (lostMs > 0) {
    parts.push(`${span(lostMs)} lost`);
  }
  if (leg.language) {
    parts.push(leg.language);
  }
  return parts.join(' · ');
}
