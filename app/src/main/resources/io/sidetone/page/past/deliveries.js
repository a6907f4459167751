// @ts-check
/** What webhooks did not take: each delivery with its last answer, to be sent again or given up; and how each webhook is. */
import { hashOf } from '../route.js';
import { span } from '../text/format.js';
import { el, setText, textNode } from '../ui/dom.js';
import { select } from './history.js';
import { Pager } from './pager.js';

const PAGE = 100;
const whenFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export class DeliveriesView {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.status = select('Which deliveries', [['dead', 'Dead'], ['pending', 'Being tried again']], () => this.look());
    this.target = el('select', { 'aria-label': 'Webhook', onchange: () => this.look() }, el('option', { value: '' }, 'All webhooks'));
    this.retryAll = el('button', { type: 'button', onclick: () => this.retry(this.wish()) }, 'Send all again');
    this.told = textNode();
    this.targets = el('ul.targets', { 'aria-label': 'Webhooks' });
    this.rows = el('tbody');
    this.pager = new Pager(app.api, this.rows, (it) => this.row(it), 'Nothing is dead: every webhook has taken what it was sent.');
    const heads = ['Event', 'Call', 'Webhook', 'Tried', 'Last', 'Answer', 'Do'];
    const table = el('table.deliveries', {}, el('thead', {}, el('tr', {}, ...heads.map((it) => el('th', { scope: 'col' }, it)))), this.rows);
    const bar = el('div.archive-bar', {}, this.status, this.target, this.retryAll, el('button', { type: 'button', onclick: () => this.look() }, 'Look again'), el('span.quiet', { role: 'status' }, this.told));
    this.element = el(
      'section.view.archive',
      { 'aria-label': 'Deliveries' },
      bar,
      el('div.archive-body', {}, this.targets, el('div.scrolls', { tabindex: 0, role: 'region', 'aria-label': 'Table of deliveries' }, table), this.pager.foot),
    );
  }

  show() {
    this.look();
  }

  async look() {
    this.retryAll.hidden = !this.app.session.steers || this.status.value !== 'dead';
    this.pager.none = this.status.value === 'dead' ? 'Nothing is dead: every webhook has taken what it was sent.' : 'Nothing is being tried again.';
    const target = this.target.value ? `&target=${encodeURIComponent(this.target.value)}` : '';
    await Promise.all([this.pager.show(`/deliveries?status=${this.status.value}${target}&limit=${PAGE}`), this.lookAtTargets()]);
  }

  async lookAtTargets() {
    try {
      const { items } = await this.app.api.get('/webhooks');
      this.targets.replaceChildren(...items.map((/** @type {any} */ it) => this.card(it)));
      const chosen = this.target.value;
      this.target.replaceChildren(el('option', { value: '' }, 'All webhooks'), ...items.map((/** @type {any} */ it) => el('option', { value: it.name }, it.name)));
      this.target.value = items.some((/** @type {any} */ it) => it.name === chosen) ? chosen : '';
    } catch (failure) {
      this.say(/** @type {Error} */ (failure).message);
    }
  }

  /** @param {any} it a webhook */
  card(it) {
    const admin = this.app.session.user?.role === 'admin';
    const resumes = admin && (it.state === 'suspended' || it.state === 'gone');
    return el(
      'li.target',
      { 'data-state': it.state },
      el('strong', { dir: 'auto' }, it.name),
      el('span', {}, it.state),
      el('span.quiet', {}, it.reason ?? (it.lagMs > 0 ? `oldest waits for ${span(it.lagMs)}` : 'nothing waits')),
      resumes && el('button', { type: 'button', onclick: () => this.resume(it.name) }, 'Resume'),
    );
  }

  /** @param {any} it a delivery */
  row(it) {
    const steers = this.app.session.steers && it.status === 'dead';
    const what = it.finalId ?? `${it.type} #${it.seq}`;
    return el(
      'tr',
      { 'data-id': it.id },
      el('th', { scope: 'row' }, it.type),
      el('td', {}, el('a', { href: hashOf({ view: 'live', calls: [it.callId] }), title: what }, brief(it.finalId ?? it.callId))),
      el('td', { dir: 'auto' }, it.target),
      el('td.number', {}, `${it.attempts}×`),
      el('td', {}, it.lastAt ? whenFormat.format(it.lastAt) : ''),
      el('td.replied', { dir: 'auto' }, it.error ?? '', it.response ? el('code', {}, it.response) : null),
      el('td', {}, el('div.acts', {}, steers && el('button', { type: 'button', 'aria-label': `Send again: ${what}`, onclick: () => this.retry({ ids: [it.id] }) }, 'Send again'),
        steers && el('button', { type: 'button', 'aria-label': `Give up: ${what}`, onclick: () => this.confirmDrop(it, what) }, 'Give up'))),
    );
  }

  wish() {
    return this.target.value ? { status: 'dead', target: this.target.value } : { status: 'dead', since: 0 };
  }

  /** @param {any} wish */
  retry(wish) {
    return this.act('/deliveries/retry', wish, 'sent again');
  }

  /** @param {string} name of a webhook */
  resume(name) {
    return this.act(`/webhooks/${encodeURIComponent(name)}/resume`, undefined, `${name} is resumed`);
  }

  /** @param {any} it @param {string} what */
  confirmDrop(it, what) {
    const drop = () => {
      document.querySelector('dialog.box')?.dispatchEvent(new Event('cancel'));
      /** @type {HTMLDialogElement|null} */ (document.querySelector('dialog.box'))?.close();
      this.act('/deliveries/drop', { ids: [it.id] }, 'given up');
    };
    this.app.dialogs.show('Give this delivery up?', el('p', {}, `${it.target} will not get ${what}. The call's record keeps it.`),
      el('button.primary', { type: 'button', onclick: drop }, 'Give it up'));
  }

  /** @param {string} path @param {any} body @param {string} done */
  async act(path, body, done) {
    try {
      const answer = await this.app.api.post(path, body);
      const number = answer?.count ?? answer?.repeated ?? answer?.dropped;
      this.say(number === undefined ? done : `${number} ${done}`);
    } catch (failure) {
      this.say(/** @type {Error} */ (failure).message);
    }
    await this.look();
    setTimeout(() => !this.element.hidden && this.look(), 1_500); // the receiver's answer is on its way
  }

  /** @param {string} text */
  say(text) {
    setText(this.told, text);
  }
}

/** Ids are long, and differ at their ends. @param {string} id */
function brief(id) {
  return id.length > 14 ? `…${id.slice(-12)}` : id;
}
