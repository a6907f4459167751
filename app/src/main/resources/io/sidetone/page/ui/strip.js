// @ts-check
/** The call's time axis: one lane per leg, drawn. For the eye only; the transcript says the same. */
import { offset, roleStyle } from '../text/format.js';
import { lanes } from '../feed/shapes.js';
import { isGap } from './mark.js';
import { el } from './dom.js';

const LANE_PX = 15;
const AXIS_PX = 16;
const LEFT_PX = 22;
const LEAST_MS = 10_000;
const USUAL_MS = 60_000;
const NOW_AT = 0.85;
const STEPS_MS = [2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];

export class Strip {
  /** @param {import('./callpane.js').CallPane} pane */
  constructor(pane) {
    this.pane = pane;
    this.spanMs = USUAL_MS;
    /** @type {number|null} where the window begins; null: it goes along with the time */
    this.fromMs = null;
    this.canvas = el('canvas.strip', { 'aria-hidden': 'true' });
    // drawn elsewhere and shown as a picture: a canvas that is drawn on is copied with every frame of the page
    this.shown = this.canvas.getContext('bitmaprenderer');
    this.sheet = new OffscreenCanvas(1, 1);
    this.element = el('div.strip-frame', {}, this.canvas);
    this.brush = pane.app.painter.brush(() => this.draw(), 250);
    this.canvas.addEventListener('wheel', (/** @type {WheelEvent} */ event) => this.wheel(event), { passive: false });
    this.canvas.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => this.down(event));
    this.sizes = new ResizeObserver(() => this.brush.now());
    this.sizes.observe(this.element);
  }

  close() {
    this.sizes.disconnect();
    this.brush.stop();
  }

  /** @param {number} factor below 1: nearer */
  zoom(factor, at = NOW_AT) {
    const { from, span } = this.window();
    const whole = Math.max(LEAST_MS, this.pane.durationMs / NOW_AT);
    this.spanMs = Math.max(LEAST_MS, Math.min(span * factor, whole));
    if (this.fromMs !== null) {
      this.fromMs = from + (span - this.spanMs) * at;
    }
    this.brush.now();
  }

  window() {
    const span = this.spanMs;
    const from = this.fromMs ?? this.pane.durationMs - span * NOW_AT;
    return { from, span };
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.move((event.deltaX / this.canvas.clientWidth) * this.spanMs);
    } else {
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, event.offsetX / this.canvas.clientWidth);
    }
  }

  /** @param {number} byMs */
  move(byMs) {
    const { from, span } = this.window();
    const newest = this.pane.durationMs - span * NOW_AT;
    this.fromMs = from + byMs >= newest ? null : Math.max(-span * 0.1, from + byMs);
    this.brush.now();
  }

  /** @param {PointerEvent} event */
  down(event) {
    const start = { x: event.clientX, moved: false, last: event.clientX };
    this.canvas.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ it) => {
      start.moved = start.moved || Math.abs(it.clientX - start.x) > 4;
      if (start.moved) {
        this.move(((start.last - it.clientX) / this.canvas.clientWidth) * this.spanMs);
        start.last = it.clientX;
      }
    };
    const up = () => {
      this.canvas.removeEventListener('pointermove', move);
      if (!start.moved) {
        const { from, span } = this.window();
        const rect = this.canvas.getBoundingClientRect();
        this.pane.view.scrollTo(from + ((start.x - rect.left - LEFT_PX) / (rect.width - LEFT_PX)) * span);
      }
    };
    this.canvas.addEventListener('pointermove', move);
    this.canvas.addEventListener('pointerup', up, { once: true });
  }

  draw() {
    const call = this.pane.call;
    const width = this.element.clientWidth;
    if (!call || width === 0) {
      return;
    }
    const legs = lanes(call);
    const height = Math.max(1, legs.length) * LANE_PX + AXIS_PX;
    const g = this.prepare(width, height);
    const colours = this.pane.app.colours();
    const { from, span } = this.window();
    const scale = { x: (/** @type {number} */ ms) => LEFT_PX + ((ms - from) / span) * (width - LEFT_PX), from, to: from + span };
    this.axis(g, scale, width, height, colours);
    g.save();
    g.beginPath();
    g.rect(LEFT_PX, 0, width - LEFT_PX, height);
    g.clip();
    const rows = new Map(legs.map((leg, i) => [leg.legId, { y: i * LANE_PX, leg }]));
    this.items(g, scale, rows, colours, legs.length * LANE_PX);
    this.crossTalk(g, scale, rows, colours);
    this.now(g, scale, colours, legs.length * LANE_PX);
    g.restore();
    g.font = '600 10px system-ui, sans-serif';
    for (const { y, leg } of rows.values()) {
      g.fillStyle = colours[roleStyle(leg.role)];
      g.fillText([...(leg.role || 's')][0].toUpperCase(), 6, y + 11);
    }
    this.shown.transferFromImageBitmap(this.sheet.transferToImageBitmap());
  }

  /** @param {number} width @param {number} height @returns {any} what to draw with */
  prepare(width, height) {
    const ratio = devicePixelRatio || 1;
    if (this.sheet.width !== Math.round(width * ratio) || this.sheet.height !== Math.round(height * ratio)) {
      this.sheet.width = this.canvas.width = Math.round(width * ratio);
      this.sheet.height = this.canvas.height = Math.round(height * ratio);
      this.canvas.style.height = `${height}px`;
    }
    const g = this.sheet.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    return g;
  }

  /** @param {CanvasRenderingContext2D} g @param {any} scale @param {number} width @param {number} height @param {any} colours */
  axis(g, scale, width, height, colours) {
    const step = STEPS_MS.find((it) => (it / (scale.to - scale.from)) * (width - LEFT_PX) > 70) ?? 7_200_000;
    g.font = '10px system-ui, sans-serif';
    for (let ms = Math.max(0, Math.ceil(scale.from / step) * step); ms <= scale.to; ms += step) {
      const x = Math.round(scale.x(ms)) + 0.5;
      g.fillStyle = colours.line;
      g.fillRect(x, 0, 1, height - AXIS_PX + 3);
      g.fillStyle = colours.quiet;
      g.fillText(offset(ms), Math.min(x + 3, width - 34), height - 4);
    }
  }

  /** @param {CanvasRenderingContext2D} g @param {any} scale @param {Map<string, any>} rows @param {any} colours @param {number} height */
  items(g, scale, rows, colours, height) {
    for (const item of this.pane.transcript.items) {
      const row = rows.get(item.kind === 'said' ? item.legId : item.event.legId);
      if (item.kind === 'mark') {
        this.mark(g, scale, item, row, colours, height);
      } else if (row && item.startMs < scale.to) {
        g.fillStyle = colours[roleStyle(row.leg.role)];
        item.finals.forEach((it) => bar(g, scale, it.startMs, it.endMs, row.y));
        if (item.guess) {
          g.globalAlpha = 0.45;
          bar(g, scale, Math.max(item.guess.startMs, item.finals.at(-1)?.endMs ?? 0), item.guess.endMs, row.y);
          g.globalAlpha = 1;
        }
      }
    }
  }

  /** @param {CanvasRenderingContext2D} g @param {any} scale @param {any} item @param {any} row @param {any} colours @param {number} height */
  mark(g, scale, item, row, colours, height) {
    const x = scale.x(item.atMs);
    const event = item.event;
    if (isGap(event)) {
      const from = scale.x(Math.max(0, item.atMs - (event.lostMs ?? 0)));
      hatch(g, from, row?.y ?? 0, Math.max(3, x - from), row ? LANE_PX : height, colours.error);
    } else if (item.type === 'fault') {
      g.fillStyle = event.resolved ? colours.quiet : colours.error;
      g.fillRect(x - 1, row?.y ?? 0, 2, row ? LANE_PX - 1 : height);
    } else if (item.type === 'dtmf') {
      g.fillStyle = colours.text;
      g.fillRect(x - 1, (row?.y ?? 0) + 3, 2, LANE_PX - 6);
    } else if (item.type === 'call.paused') {
      const until = this.pane.transcript.items.find((it) => it.kind === 'mark' && it.type === 'call.resumed' && it.atMs >= item.atMs);
      const to = scale.x(until?.kind === 'mark' ? until.atMs : this.pane.durationMs);
      hatch(g, x, 0, Math.max(2, to - x), height, colours.quiet);
    }
  }

  /** @param {CanvasRenderingContext2D} g @param {any} scale @param {Map<string, any>} rows @param {any} colours */
  crossTalk(g, scale, rows, colours) {
    const said = this.pane.transcript.items.filter((it) => it.kind === 'said' && rows.has(it.legId) && endOf(it) > scale.from);
    g.strokeStyle = colours.text;
    for (let i = 1; i < said.length; i++) {
      const a = /** @type {any} */ (said[i - 1]);
      const b = /** @type {any} */ (said[i]);
      const from = Math.max(a.startMs, b.startMs);
      const to = Math.min(endOf(a), endOf(b));
      if (a.legId !== b.legId && to - from > 200) {
        const ys = [rows.get(a.legId).y, rows.get(b.legId).y];
        const top = Math.min(...ys);
        g.strokeRect(scale.x(from) + 0.5, top + 1.5, scale.x(to) - scale.x(from), Math.max(...ys) - top + LANE_PX - 4);
      }
    }
  }

  /** @param {CanvasRenderingContext2D} g @param {any} scale @param {any} colours @param {number} height */
  now(g, scale, colours, height) {
    if (this.pane.call?.state === 'live') {
      g.fillStyle = colours.accent;
      g.fillRect(Math.round(scale.x(this.pane.durationMs)), 0, 1, height);
    }
  }
}

/** @param {any} said */
function endOf(said) {
  return Math.max(said.endMs, said.guess?.endMs ?? 0);
}

/** @param {CanvasRenderingContext2D} g @param {any} scale @param {number} fromMs @param {number} toMs @param {number} y */
function bar(g, scale, fromMs, toMs, y) {
  const x = scale.x(fromMs);
  g.fillRect(x, y + 4, Math.max(1.5, scale.x(toMs) - x), LANE_PX - 8);
}

/** @param {CanvasRenderingContext2D} g @param {number} x @param {number} y @param {number} width @param {number} height @param {string} colour */
function hatch(g, x, y, width, height, colour) {
  g.save();
  g.beginPath();
  g.rect(x, y + 1, width, height - 2);
  g.clip();
  g.strokeStyle = colour;
  g.globalAlpha = 0.7;
  g.beginPath();
  for (let at = Math.max(x, 0) - height; at < Math.min(x + width, 6_000); at += 5) {
    g.moveTo(at, y + height);
    g.lineTo(at + height, y);
  }
  g.stroke();
  g.restore();
}
