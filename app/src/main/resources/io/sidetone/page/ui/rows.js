// @ts-check
/** The rows that are there: each shows one call as long as that is in sight, and then another. */
import { hide } from './dom.js';
import { Row } from './row.js';

export class Rows {
  constructor() {
    /** @type {Map<string, Row>} those that show a call */
    this.byId = new Map();
    /** @type {Row[]} */
    this.free = [];
  }

  /**
   * Frees the rows of all other calls; not the one that has the focus, as somebody is on it, unless its call is gone.
   * @param {string[]} callIds @param {HTMLElement} grid @param {(callId: string) => boolean} listed
   * @returns {boolean} whether the focus was on a row that is freed
   */
  keepOnly(callIds, grid, listed) {
    const kept = new Set(callIds);
    let bereft = false;
    for (const [callId, row] of this.byId) {
      const held = row.element === document.activeElement && grid.contains(row.element);
      if (!kept.has(callId) && (!held || !listed(callId))) {
        bereft = bereft || held;
        this.byId.delete(callId);
        this.free.push(row);
      }
    }
    return bereft;
  }

  /** @param {string} callId @param {HTMLElement} grid */
  enter(callId, grid) {
    const row = this.free.pop() ?? new Row();
    row.show(callId);
    this.byId.set(callId, row);
    if (!row.element.parentNode) {
      grid.append(row.element);
    }
    hide(row.element, false);
    return row;
  }

  /** Rows that stay although their calls are none of these. @param {string[]} callIds */
  besides(callIds) {
    const shown = new Set(callIds);
    return [...this.byId.values()].filter((row) => !shown.has(row.callId));
  }

  /** Those left over. */
  hideFree() {
    this.free.forEach((row) => hide(row.element, true));
  }
}
