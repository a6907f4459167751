// @ts-check
/** What this browser's user has chosen, kept in local storage; works without it, too. */

const KEY = 'sidetone.preferences';

const DEFAULTS = {
  theme: /** @type {'auto'|'light'|'dark'} */ ('auto'),
  steadiness: /** @type {import('./text/steady.js').Steadiness} */ ('balanced'),
  lowConfidence: 60, // percent; words below are marked; 0 marks none
  times: /** @type {'offset'|'clock'} */ ('offset'),
  textSize: 100, // percent
  keys: true, // single letters act
  alertSound: false,
  alertNotices: false,
  announce: false, // new lines of the open call, to screen readers
  listWidth: 46, // percent
  views: /** @type {import('./ui/savedviews.js').View[]} */ ([]),
  view: '', // the name of the one that is chosen; none: every call
  signIn: /** @type {'password'|'token'} */ ('password'),
};

export class Prefs {
  constructor() {
    /** @type {typeof DEFAULTS} */
    this.values = { ...DEFAULTS, ...stored() };
    /** @type {((name: string) => void)[]} */
    this.watchers = [];
  }

  /** @template {keyof typeof DEFAULTS} K @param {K} name @param {(typeof DEFAULTS)[K]} value */
  set(name, value) {
    if (this.values[name] === value) {
      return;
    }
    this.values[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.values));
    } catch {
      // private windows have no storage: the choice lasts as long as the page
    }
    this.watchers.forEach((it) => it(name));
  }

  /** @param {(name: string) => void} watcher */
  watch(watcher) {
    this.watchers.push(watcher);
  }
}

/** @param {any} value @param {any} known @returns {boolean} */
function like(value, known) {
  return Array.isArray(known) ? Array.isArray(value) && value.every(isView) : typeof value === typeof known;
}

/** @param {any} it */
function isView(it) {
  return typeof it?.name === 'string' && it.name !== '' && typeof it.filter === 'object' && it.filter !== null;
}

function stored() {
  try {
    const values = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const known = Object.entries(values).filter(([name, value]) => like(value, /** @type {any} */ (DEFAULTS)[name]));
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}
