// @ts-check
/**
 * While somebody scrolls, rows pass under a pointer that rests: the browser would look with every frame which one that is,
 * and mark it. So nothing in the list is under the pointer until the list stands still, or a button is pressed.
 */

const STILL_MS = 150; // since the last movement

export class Passing {
  /** @param {HTMLElement} scroller @param {HTMLElement} content of it, that moves */
  constructor(scroller, content) {
    this.content = content;
    this.movedAt = 0;
    this.timer = 0;
    this.pressed = false; // who selects text scrolls as well, and needs what is under the pointer
    scroller.addEventListener('pointerdown', () => this.press(true), { passive: true });
    for (const end of ['pointerup', 'pointercancel']) {
      document.addEventListener(end, () => this.press(false), { passive: true });
    }
  }

  moved() {
    this.movedAt = performance.now();
    if (this.timer === 0 && !this.pressed) {
      this.content.style.pointerEvents = 'none';
      this.timer = window.setTimeout(() => this.look(), STILL_MS);
    }
  }

  look() {
    const leftMs = this.movedAt + STILL_MS - performance.now();
    if (leftMs > 0) {
      this.timer = window.setTimeout(() => this.look(), leftMs);
    } else {
      this.over();
    }
  }

  /** @param {boolean} pressed */
  press(pressed) {
    this.pressed = pressed;
    this.over();
  }

  /** The pointer finds rows again. */
  over() {
    if (this.timer !== 0) {
      clearTimeout(this.timer);
      this.timer = 0;
      this.content.style.pointerEvents = '';
    }
  }
}
