// @ts-check
/** Paints on animation frames, only when something is dirty, each part at most so often; never while paused or hidden. */

const BEAT_MS = 125;

export class Painter {
  constructor() {
    this.frame = 0;
    /** @type {Brush[]} */
    this.waiting = [];
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

  request() {
    if (this.frame === 0 && !document.hidden && this.waiting.length > 0) {
      this.frame = requestAnimationFrame(() => this.paint());
    }
  }

  paint() {
    this.frame = 0;
    const now = performance.now();
    const due = this.waiting.filter((brush) => !this.paused || brush.always);
    this.waiting = this.waiting.filter((brush) => this.paused && !brush.always);
    for (const brush of due) {
      brush.queued = false;
      brush.paintedAt = now;
      brush.paint();
    }
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
    this.always = false; // paints while painting is paused
  }

  /** Something changed. */
  dirty() {
    if (this.queued || this.timer !== 0) {
      return;
    }
    // on a common beat, so that several parts share one frame
    const waitMs = Math.round((this.paintedAt + this.everyMs) / BEAT_MS) * BEAT_MS - performance.now();
    if (waitMs <= 0 || document.hidden) {
      this.now();
    } else {
      this.timer = window.setTimeout(() => this.now(), waitMs);
    }
  }

  /** With the next frame, however long ago the last one was. */
  now() {
    clearTimeout(this.timer);
    this.timer = 0;
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
    this.queued = true; // takes no more requests
    this.painter.waiting = this.painter.waiting.filter((it) => it !== this);
  }
}
