// @ts-check
/** What separates the list from the open calls; can be moved by mouse and by keyboard. */
import { attribute, el } from './dom.js';

const LEAST = 30; // percent of the width for the list
const MOST = 70;

/** @param {import('../prefs.js').Prefs} prefs @param {HTMLElement} panes */
export function divider(prefs, panes) {
  const bar = el('div.divider', {
    role: 'separator', 'aria-orientation': 'vertical', 'aria-label': 'Width of the list', tabindex: 0, 'aria-valuemin': LEAST, 'aria-valuemax': MOST,
  });
  const set = (/** @type {number} */ percent) => prefs.set('listWidth', Math.round(Math.max(LEAST, Math.min(MOST, percent))));
  const show = () => {
    panes.style.setProperty('--list-width', `${prefs.values.listWidth}%`);
    attribute(bar, 'aria-valuenow', prefs.values.listWidth);
  };
  bar.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === 'ArrowLeft' ? -2 : event.key === 'ArrowRight' ? 2 : 0;
    if (step !== 0) {
      event.preventDefault();
      set(prefs.values.listWidth + step);
    }
  });
  bar.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => {
    bar.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ it) => {
      const rect = panes.getBoundingClientRect();
      set(((it.clientX - rect.left) / rect.width) * 100);
    };
    bar.addEventListener('pointermove', move);
    bar.addEventListener('pointerup', () => bar.removeEventListener('pointermove', move), { once: true });
  });
  prefs.watch((name) => name === 'listWidth' && show());
  show();
  return bar;
}
