// @ts-check
/** The tab's title: says what needs somebody while nobody looks. */
import { attention } from '../text/search.js';
import { deadOf } from '../feed/shapes.js';

const EVERY_MS = 5_000;

export class Title {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.changedAt = -Infinity;
  }

  tick() {
    const title = this.text();
    const now = performance.now();
    if (title !== document.title && now - this.changedAt > EVERY_MS) {
      this.changedAt = now;
      document.title = title;
    }
  }

  text() {
    const { store, connection } = this.app;
    const now = store.now();
    let dead = 0;
    let trouble = 0;
    for (const call of store.calls.values()) {
      dead += deadOf(call) > 0 ? 1 : 0;
      trouble += attention(call, now) >= 8 ? 1 : 0;
    }
    if (connection.state.phase !== 'live' && connection.state.phase !== 'loading' && connection.state.phase !== 'behind') {
      return `(!) ${connection.state.phase} · Sidetone`;
    } else if (dead > 0) {
      return `(${dead}) dead · Sidetone`;
    }
    return trouble > 0 ? `(${trouble}) faults · Sidetone` : 'Sidetone';
  }
}
