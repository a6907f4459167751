// @ts-check
/** Paints on animation frames, only when something is dirty, each part at most so often; never while paused or hidden. */

const BEAT_MS = 125;
const JOINS_MS = 100; // due so soon, a part joins a frame that there is anyway
const WHILE_SCROLLING_MS = 250;
const SCROLLING_FOR_MS = 150; // after the last movement

export class Painter {
  constructor() {
    this.frame = 0;
    /** @type {Brush[]} */
    this.waiting = [];
    /** @type {Set<Brush>} dirty, but painted a moment ago */
    this.delayed = new Set();
    this.painting = false;
    this.scrollingUntil = -Infinity;
    this.paused = false;
    this.held = 0; // changes since the pause
    document.addEventListener('visibilitychange', () => !document.hidden && this.request());
  }

  /** @param {() => void} paint @param {number} everyMs */
  brush(paint, everyMs) {
    return new Brush(this, paint, everyMs);
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    this.held = 0;
    this.request();
  }

  /** Somebody scrolls: frames belong to that, and what else there is to paint comes less often. */
  scrolling() {
    this.scrollingUntil = performance.now() + SCROLLING_FOR_MS;
  }

  /** @param {number} everyMs */
  pace(everyMs) {
    return everyMs > 0 && performance.now() < this.scrollingUntil ? Math.max(everyMs, WHILE_SCROLLING_MS) : everyMs;
  }

  request() {
    if (this.frame === 0 && !this.painting && !document.hidden && this.waiting.length > 0) {
      this.frame = requestAnimationFrame(() => this.paint());
    }
  }

  paint() {
    this.frame = 0;
    this.painting = true;
    const now = performance.now();
    try {
      [...this.delayed].filter((brush) => brush.joins(now)).forEach((brush) => brush.now());
      for (let due = this.take(now); due.length > 0; due = this.take(now)) { // painting one part may make another dirty
        for (const brush of due) {
          brush.queued = false;
          brush.paintedAt = now;
          brush.paint();
        }
      }
    } finally {
      this.painting = false;
    }
    if (!this.paused || this.waiting.some((brush) => brush.always)) {
      this.request();
    }
  }

  /** Those to paint in this frame, each once. @param {number} now */
  take(now) {
    const isDue = (/** @type {Brush} */ brush) => brush.paintedAt !== now && (!this.paused || brush.always);
    const due = this.waiting.filter(isDue);
    this.waiting = this.waiting.filter((brush) => !isDue(brush));
    return due;
  }
}

export class Brush {
  /** @param {Painter} painter @param {() => void} paint @param {number} everyMs */
  constructor(painter, paint, everyMs) {
    this.painter = painter;
    this.paint = paint;
    this.everyMs = everyMs;
    this.paintedAt = -Infinity;
    this.queued = false;
    this.timer = 0;
    this.dueAt = 0;
    this.always = false; // paints while painting is paused
  }

  /** Something changed. */
  dirty() {
    if (this.queued || this.timer !== 0) {
      return;
    }
    // on a common beat, so that several parts share one frame
    this.dueAt = Math.round((this.paintedAt + this.painter.pace(this.everyMs)) / BEAT_MS) * BEAT_MS;
    const waitMs = this.dueAt - performance.now();
    if (waitMs <= 0 || document.hidden) {
      this.now();
    } else {
      this.painter.delayed.add(this);
      this.timer = window.setTimeout(() => this.now(), waitMs);
    }
  }

  /** @param {number} now */
  joins(now) {
    return this.dueAt - now < Math.min(JOINS_MS, this.everyMs * 0.4);
  }

  /** With the next frame, however long ago the last one was. */
  now() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.painter.delayed.delete(this);
    if (!this.queued) {
      this.queued = true;
      this.painter.waiting.push(this);
    }
    this.painter.request();
  }

  /** Not any more. */
  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.painter.delayed.delete(this);
    this.queued = true; // takes no more requests
    this.painter.waiting = this.painter.waiting.filter((it) => it !== this);
  }
}
