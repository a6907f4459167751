// @ts-check
/** The form that lets somebody in. Stands above what was shown until now, which stays where it is. */
import { el, hide, setText, textNode, toggle } from './dom.js';

export class SignInForm {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.problemText = textNode();
    this.problem = el('p.problem', { role: 'alert', hidden: true }, this.problemText);
    this.user = el('input', { name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true });
    this.password = el('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true });
    this.token = el('input', { name: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true });
    this.byPassword = el('div.fields', {}, field('User', this.user), field('Password', this.password));
    this.byToken = el('div.fields', {}, field('Token', this.token), el('p.hint', {}, 'The server prints a sign-in link at its start, or where its token is kept.'));
    this.other = el('button.link', { type: 'button', onclick: () => this.toggle() });
    this.go = el('button.primary', { type: 'submit' }, 'Sign in');
    this.form = el('form', { onsubmit: (/** @type {Event} */ event) => this.submit(event) },
      el('h1', { id: 'signin-title' }, 'Sign in to Sidetone'), this.problem, this.byPassword, this.byToken, this.go, this.other);
    this.element = el('dialog.signin', { 'aria-labelledby': 'signin-title', oncancel: (/** @type {Event} */ event) => event.preventDefault() }, this.form);
    this.paint();
  }

  get withToken() {
    return this.app.prefs.values.signIn === 'token';
  }

  toggle() {
    this.app.prefs.set('signIn', this.withToken ? 'password' : 'token');
    this.paint();
    (this.withToken ? this.token : this.user).focus();
  }

  paint() {
    hide(this.byPassword, this.withToken);
    hide(this.byToken, !this.withToken);
    this.user.disabled = this.password.disabled = this.withToken;
    this.token.disabled = !this.withToken;
    this.other.textContent = this.withToken ? 'Use a user and password instead' : 'Use a token instead';
  }

  /** @param {string} [problem] */
  show(problem = '') {
    this.complain(problem);
    if (!this.element.open) {
      this.element.showModal();
      (this.withToken ? this.token : this.user).focus();
    }
  }

  hide() {
    this.element.close();
    this.password.value = '';
    this.token.value = '';
  }

  /** @param {string} problem */
  complain(problem) {
    setText(this.problemText, problem);
    hide(this.problem, problem === '');
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    this.go.disabled = true;
    toggle(this.element, 'busy', true);
    try {
      await this.app.session.signIn(this.withToken ? { token: this.token.value.trim() } : { user: this.user.value.trim(), password: this.password.value });
      this.complain('');
      this.app.signedIn();
    } catch (failure) {
      this.complain(sentence(/** @type {Error} */ (failure).message));
      (this.withToken ? this.token : this.password).select();
    }
    this.go.disabled = false;
    toggle(this.element, 'busy', false);
  }
}

/** @param {string} text */
function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** @param {string} label @param {Node} input */
function field(label, input) {
  return el('label', {}, el('span', {}, label), input);
}
