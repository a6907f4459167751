// @ts-check
/**
 * Views that somebody saved in this browser. Choosing one changes what the server sends, unlike the filters beside it,
 * which only hide: a board of one queue among a thousand calls costs what that queue costs.
 */
import { filterOf } from '../text/viewfilter.js';
import { el, hide, setText, textNode } from './dom.js';

const ADD = '+';
const FORGET = '-';
const MOST = 20;

/** @typedef {{name: string, filter: import('../text/viewfilter.js').Filter}} View */

export class SavedViews {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.element = el('select.saved-views', { 'aria-label': 'View', onchange: () => this.changed() });
    this.list();
    app.connection.topics.filter = this.chosen?.filter ?? null; // before the first connection
  }

  /** @returns {View[]} */
  get all() {
    return this.app.prefs.values.views;
  }

  /** @returns {View|undefined} */
  get chosen() {
    return this.all.find((it) => it.name === this.app.prefs.values.view);
  }

  list() {
    const { chosen } = this;
    this.element.replaceChildren(
      el('option', { value: '' }, 'Every call'),
      ...this.all.map((it) => el('option', { value: `=${it.name}` }, it.name)),
      el('option', { value: ADD, disabled: this.all.length >= MOST }, 'New view…'),
      ...(chosen ? [el('option', { value: FORGET }, `Forget ${chosen.name}`)] : []),
    );
    this.element.value = chosen ? `=${chosen.name}` : '';
  }

  changed() {
    const { value } = this.element;
    this.list(); // an entry that does something is not a choice
    if (value === ADD) {
      this.ask();
    } else if (value === FORGET) {
      this.app.prefs.set('views', this.all.filter((it) => it !== this.chosen));
      this.choose('');
    } else {
      this.choose(value.slice(1));
    }
  }

  /** @param {string} name of a view; empty: every call */
  choose(name) {
    this.app.prefs.set('view', name);
    this.list();
    this.app.connection.topics.narrow(this.chosen?.filter ?? null);
    this.app.announcer.status(name ? `View: ${name}` : 'Every call');
  }

  ask() {
    const wrong = textNode();
    const problem = el('p.problem', { role: 'alert', hidden: true }, wrong);
    const inputs = {
      name: el('input', { type: 'text', name: 'name', maxlength: 40, required: true, autocomplete: 'off', autofocus: true }),
      direction: el('select', { name: 'direction' }, ...[['', 'Both'], ['inbound', 'Inbound'], ['outbound', 'Outbound']].map(([value, text]) => el('option', { value }, text))),
      labels: el('input', { type: 'text', name: 'labels', placeholder: 'queue=support, queue=billing', autocomplete: 'off' }),
      from: el('input', { type: 'text', name: 'from', placeholder: '+1555', autocomplete: 'off' }),
      to: el('input', { type: 'text', name: 'to', placeholder: '+15550100900', autocomplete: 'off' }),
    };
    const form = el(
      'form.tag-form',
      {
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          const { name, ...typed } = Object.fromEntries(Object.entries(inputs).map(([key, it]) => [key, it.value.trim()]));
          const read = filterOf(/** @type {any} */ (typed));
          if ('wrong' in read) {
            setText(wrong, `Not saved: ${read.wrong}`);
            return hide(problem, false);
          }
          dialog.close();
          this.app.prefs.set('views', [...this.all.filter((it) => it.name !== name), { name, filter: read.filter }]);
          this.choose(name);
        },
      },
      field('Name', inputs.name), field('Direction', inputs.direction), field('Labels, any of those with one name', inputs.labels),
      field('Caller’s number begins with', inputs.from), field('Called number begins with', inputs.to),
      problem,
      el('div.choices', {}, el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), el('button.primary', { type: 'submit' }, 'Save')),
    );
    const dialog = this.app.dialogs.show('New view', el('p', {}, 'Only such calls are sent to this page. It is kept in this browser.'), form);
  }
}

/** @param {string} label @param {HTMLElement} input */
function field(label, input) {
  return el('label', {}, el('span', {}, label), input);
}
