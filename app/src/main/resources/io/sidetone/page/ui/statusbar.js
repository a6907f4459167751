// @ts-check
/** The bar at the top. While something is wrong with the connection, it says so in the place of its figures. */
import { clock, count, plural, span } from '../text/format.js';
import { attribute, el, hide, iconButton, setText, sign, textNode, toggle } from './dom.js';

const RESTORED_MS = 5_000;

/** @type {Record<string, string>} */
const THEME_SIGNS = { auto: 'half', light: 'sun', dark: 'moon' };

export class StatusBar {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.state = textNode('Loading');
    this.message = textNode();
    this.tryNow = el('button.small', { type: 'button', hidden: true, onclick: () => app.tryNow() }, 'Try now');
    this.facts = new Facts(app);
    this.user = textNode();
    this.themeButton = iconButton('half', 'Theme', () => app.nextTheme());
    this.nav = el('nav.views', { 'aria-label': 'Views', hidden: true });
    this.right = el(
      'div.tools',
      {},
      el('span.user', { title: 'Signed in' }, this.user),
      this.themeButton,
      iconButton('gear', 'Settings', () => app.dialogs.settings()),
      iconButton('help', 'Keyboard and help', () => app.dialogs.help()),
      iconButton('out', 'Sign out', () => app.signOut()),
    );
    this.note = el('div.note', { hidden: true }, el('span', {}, this.message), this.tryNow);
    this.element = el(
      'header.status',
      { 'data-phase': 'loading' },
      el('h1.brand', {}, mark(), el('span', {}, 'Sidetone')),
      this.nav,
      el('div.now', {}, el('span.light', { 'aria-hidden': 'true' }), el('strong', {}, this.state)),
      this.facts.element,
      this.note,
      this.right,
    );
    this.brush = app.painter.brush(() => this.paint(), 250);
    this.brush.always = true;
    app.store.watch((kind) => (kind === 'system' || kind === 'board') && this.brush.dirty());
  }

  paint() {
    const { connection, session, prefs } = this.app;
    const state = connection.state;
    const [word, message] = inWords(state, this.app);
    setText(this.state, word);
    setText(this.message, message);
    attribute(this.element, 'data-phase', message && state.phase === 'live' ? 'restored' : state.phase);
    hide(this.note, message === '');
    hide(this.facts.element, message !== '');
    hide(this.tryNow, !['reconnecting', 'offline', 'replaced', 'refused'].includes(state.phase));
    setText(/** @type {Text} */ (this.tryNow.firstChild), TRY[state.phase] ?? 'Try now');
    setText(this.user, session.user ? session.user.id : '');
    attribute(this.themeButton, 'title', `Theme: ${prefs.values.theme}`);
    attribute(this.themeButton, 'aria-label', `Theme: ${prefs.values.theme}`);
    if (this.theme !== prefs.values.theme) {
      this.theme = prefs.values.theme;
      this.themeButton.replaceChildren(sign(THEME_SIGNS[this.theme]));
    }
    this.facts.paint();
    this.app.announcer.status(`${word}. ${message}`);
  }
}

/** @type {Record<string, string>} */
const TRY = { replaced: 'Take it back', refused: 'Reload' };

/** @param {import('../feed/socket.js').State} state @param {import('../app.js').App} app @returns {[string, string]} */
function inWords(state, app) {
  switch (state.phase) {
    case 'loading':
      return ['Connecting', ''];
    case 'live':
      return ['Live', live(state, app)];
    case 'behind':
      return ['Catching up', state.behindMs > 0 ? `${span(state.behindMs)} behind` : 'guesses are paused, this connection is slow'];
    case 'offline':
      return ['Offline', `This computer has been offline since ${clock(state.since)}. What you see is from then.`];
    case 'reconnecting':
      return ['Reconnecting', `Connection lost ${clock(state.since)}. Reconnecting… (try ${state.tries})`];
    case 'signedout':
      return ['Signed out', 'Sign in to go on.'];
    default:
      return ['Stopped', state.reason];
  }
}

/** @param {import('../feed/socket.js').State} state @param {import('../app.js').App} app */
function live(state, app) {
  if (state.restored && Date.now() - state.restored.at < RESTORED_MS) {
    return state.restored.mode === 'replay' ? 'Restored. Nothing missed.' : 'Restored. Rebuilt from a snapshot.';
  }
  return app.hint;
}

function mark() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'logo');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M3 8.5v3M8 4.5v11M13 7v6M17.5 9v2');
  svg.append(path);
  return svg;
}

/** Figures: each keeps its place. */
class Facts {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.instance = textNode();
    this.calls = textNode();
    this.stt = textNode();
    this.hooks = textNode();
    this.system = textNode();
    this.health = el('button.health', { type: 'button', hidden: true, onclick: () => app.dialogs.health() }, sign('fault'), el('span', {}, this.system));
    this.sttFact = el('span.fact.stt', { title: 'Speech-to-text: 95 of 100 results are there within this time' }, this.stt);
    this.hooksFact = el('span.fact.hooks', { title: 'Webhook deliveries' }, this.hooks);
    this.element = el(
      'div.facts',
      {},
      el('span.fact.instance', { title: 'Instance' }, this.instance),
      el('span.fact', {}, this.calls),
      this.sttFact,
      this.hooksFact,
      this.health,
    );
  }

  paint() {
    const { store, connection } = this.app;
    const stats = store.stats;
    setText(this.instance, connection.state.hello?.server?.instance ?? '');
    const counted = stats ?? counts(store);
    setText(this.calls, `${plural(counted.liveCalls, 'call')} · ${plural(counted.liveLegs, 'leg')}`);
    const p95 = stats?.sttLatencyMs?.p95;
    hide(this.sttFact, !(p95 > 0));
    setText(this.stt, p95 > 0 ? `STT p95 ${span(p95)}` : '');
    const known = stats && stats.deliveriesPending !== undefined;
    hide(this.hooksFact, !known);
    if (known) {
      setText(this.hooks, `hooks ${count(stats.deliveriesPending)} pending · ${count(stats.deliveriesDead ?? 0)} dead`);
      toggle(this.hooksFact, 'bad', stats.deliveriesDead > 0);
    }
    this.paintHealth();
  }

  paintHealth() {
    const health = this.app.store.health;
    const bad = (health?.checks ?? []).filter((/** @type {any} */ it) => it.status !== 'ok');
    hide(this.health, !health || health.status === 'ok');
    toggle(this.health, 'down', health?.status === 'down');
    setText(this.system, bad.length > 0 ? `${bad[0].name} ${bad[0].status}` : health?.status ?? '');
  }
}

/** @param {import('../feed/store.js').Store} store */
function counts(store) {
  let liveCalls = 0;
  let liveLegs = 0;
  for (const call of store.calls.values()) {
    if (call.state === 'live' && call.onBoard) {
      liveCalls++;
      liveLegs += [...call.legs.values()].filter((it) => it.state !== 'ended').length;
    }
  }
  return { liveCalls, liveLegs };
}
