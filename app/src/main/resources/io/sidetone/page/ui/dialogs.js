// @ts-check
/** Boxes in the middle: help, settings, the system's health. */
import { zone } from '../text/format.js';
import { el, iconButton } from './dom.js';
import { KEYS } from './keys.js';

export class Dialogs {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
  }

  /** @param {string} title @param {...(Node|null)} content @returns {HTMLDialogElement} */
  show(title, ...content) {
    const close = () => dialog.close();
    const dialog = el(
      'dialog.box',
      { 'aria-labelledby': 'dialog-title' },
      el('header', {}, el('h2', { id: 'dialog-title' }, title), iconButton('close', 'Close', close)),
      el('div.box-body', {}, ...content),
    );
    const before = /** @type {HTMLElement|null} */ (document.activeElement);
    dialog.addEventListener('click', (/** @type {any} */ event) => event.target === dialog && close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      before?.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  help() {
    this.show(
      'Keyboard',
      el('dl.keys', {}, ...KEYS.flatMap(([keys, what]) => [el('dt', {}, keys), el('dd', {}, what)])),
      el('p', {}, 'Search also takes role:technician, queue:billing, has:fault, has:dead, longer:10m, silent:20s and "exact phrases".'),
      el('p', {}, 'Words with a dotted line below are those that speech-to-text was not sure of. Grey words are still being guessed.'),
      el('p', {}, el('a', { href: '/api/v1/docs' }, 'The API behind this page')),
    );
  }

  health() {
    const health = this.app.store.health;
    const checks = (health?.checks ?? []).map((/** @type {any} */ it) =>
      el('div.check', { 'data-status': it.status }, el('strong', {}, it.name), el('span', {}, it.status), el('span', {}, it.detail ?? '')),
    );
    this.show(`System: ${health?.status ?? 'unknown'}`, el('div.checks', {}, ...checks));
  }

  settings() {
    const { prefs } = this.app;
    const values = prefs.values;
    this.show(
      'Settings',
      choice('Theme', [['auto', 'As the system'], ['light', 'Light'], ['dark', 'Dark']], values.theme, (it) => prefs.set('theme', /** @type {any} */ (it))),
      choice('Steadiness of guesses', [['fast', 'Fast: every word at once'], ['balanced', 'Balanced: new words wait a moment'], ['steady', 'Steady: only what will stay']],
        values.steadiness, (it) => prefs.set('steadiness', /** @type {any} */ (it))),
      choice('Times', [['offset', 'Since the call began'], ['clock', `Wall clock (${zone()})`]], values.times, (it) => prefs.set('times', /** @type {any} */ (it))),
      choice('Mark words', [['0', 'Never'], ['40', 'less than 40 % sure'], ['60', 'less than 60 % sure'], ['80', 'less than 80 % sure'], ['95', 'less than 95 % sure']],
        String(values.lowConfidence), (it) => prefs.set('lowConfidence', Number(it))),
      choice('Text size', [['90', '90 %'], ['100', '100 %'], ['110', '110 %'], ['120', '120 %'], ['150', '150 %'], ['200', '200 %']],
        String(values.textSize), (it) => prefs.set('textSize', Number(it))),
      check('Single letters act as commands', values.keys, (on) => prefs.set('keys', on)),
      check('Sound for alerts', values.alertSound, (on) => prefs.set('alertSound', on)),
      check('Notifications for alerts while this page is hidden', values.alertNotices, (on) => this.app.alerts.bell.notify(on)),
      check('Announce new lines of the open call to screen readers', values.announce, (on) => prefs.set('announce', on)),
    );
  }
}

/** @param {string} label @param {string[][]} options @param {string} value @param {(value: string) => void} change */
function choice(label, options, value, change) {
  const select = el('select', { onchange: () => change(select.value) }, ...options.map(([key, text]) => el('option', { value: key }, text)));
  if (!options.some(([key]) => key === value)) {
    select.append(el('option', { value }, `${value} %`));
  }
  select.value = value;
  return el('label.setting', {}, el('span', {}, label), select);
}

/** @param {string} label @param {boolean} on @param {(on: boolean) => void} change */
function check(label, on, change) {
  const box = el('input', { type: 'checkbox', onchange: () => change(box.checked) });
  box.checked = on;
  return el('label.setting.check', {}, box, el('span', {}, label));
}
