// @ts-check
/** What narrows the list, and how many calls are left. */
import { count } from '../text/format.js';
import { SavedViews } from './savedviews.js';
import { attribute, el, iconButton, setText, sign, textNode, toggle } from './dom.js';

const TYPED_MS = 120;
const ROLES = [['', 'All roles'], ['caller', 'Caller'], ['agent', 'Agent'], ['technician', 'Technician']];
const SORTS = [['', 'Newest first'], ['attention', 'Attention first']];

export class FilterBar {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.search = el('input', {
      type: 'search', name: 'q', 'aria-label': 'Search calls', placeholder: 'Search number, label, text', spellcheck: 'false',
      autocomplete: 'off', title: 'Also role:technician, queue:billing, has:fault, has:dead, longer:10m, silent:20s, "exact phrase"',
      oninput: () => this.typed(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
    });
    this.role = select('Role', ROLES, () => this.changed());
    this.sort = select('Sort', SORTS, () => this.changed());
    this.chips = { fault: this.chip('Faults', 'fault'), dead: this.chip('Dead', 'dead'), talking: this.chip('Talking', 'talking') };
    this.views = new SavedViews(app);
    this.count = textNode();
    this.held = textNode();
    this.pause = iconButton('pause', 'Pause painting', () => app.pausePainting());
    this.pause.append(el('span.held', {}, this.held));
    this.element = el(
      'div.filters',
      { role: 'search' },
      el('label.search', {}, sign('search'), this.search, el('kbd', { 'aria-hidden': 'true' }, '/')),
      this.views.element, this.role, ...Object.values(this.chips), this.sort,
      el('span.count', {}, this.count), this.pause,
    );
  }

  /** @param {string} label @param {string} name */
  chip(label, name) {
    return el('button.chip', {
      type: 'button', 'aria-pressed': 'false', 'data-name': name,
      onclick: (/** @type {any} */ event) => {
        const on = event.currentTarget.getAttribute('aria-pressed') !== 'true';
        attribute(event.currentTarget, 'aria-pressed', String(on));
        this.changed();
      },
    }, label);
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(), TYPED_MS);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (this.search.value !== '') {
        this.search.value = '';
        this.changed();
      }
      this.app.list.focusRow();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      this.changed();
      this.app.list.focusRow();
    }
  }

  changed() {
    clearTimeout(this.timer);
    const on = (/** @type {HTMLElement} */ chip) => chip.getAttribute('aria-pressed') === 'true';
    const { fault, dead, talking } = this.chips;
    this.app.filter({
      q: this.search.value, role: this.role.value, fault: on(fault), dead: on(dead), talking: on(talking), sort: this.sort.value,
    });
  }

  /** @param {import('../route.js').Filters} filters */
  show(filters) {
    this.search.value = filters.q;
    if (![...this.role.options].some((it) => it.value === filters.role)) {
      this.role.append(el('option', { value: filters.role }, filters.role));
    }
    this.role.value = filters.role;
    this.sort.value = filters.sort;
    for (const name of /** @type {const} */ (['fault', 'dead', 'talking'])) {
      attribute(this.chips[name], 'aria-pressed', String(filters[name]));
    }
  }

  clear() {
    this.show({ q: '', role: '', fault: false, dead: false, talking: false, sort: this.sort.value });
    this.changed();
  }

  /** @param {number} shown @param {number} total */
  counted(shown, total) {
    setText(this.count, `${count(shown)} of ${count(total)}`);
  }

  /** @param {boolean} paused @param {number} changes waiting */
  paused(paused, changes) {
    attribute(this.pause, 'aria-pressed', String(paused));
    attribute(this.pause, 'aria-label', paused ? 'Go on painting' : 'Pause painting');
    toggle(this.pause, 'on', paused);
    setText(this.held, paused ? `Paused · ${count(changes)} changes waiting` : '');
  }
}

/** @param {string} label @param {string[][]} options @param {() => void} onchange */
function select(label, options, onchange) {
  return el('select', { 'aria-label': label, onchange }, ...options.map(([value, text]) => el('option', { value }, text)));
}
