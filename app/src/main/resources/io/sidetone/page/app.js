// @ts-check
/** Joins the parts: one store, one connection, one list, up to four open calls. */
import { Api } from './api.js';
import { Connection } from './feed/socket.js';
import { Store } from './feed/store.js';
import { loadCall, loadHistory } from './feed/past.js';
import { AlertDesk } from './alerts/desk.js';
import { Painter } from './paint.js';
import { DeliveriesView } from './past/deliveries.js';
import { HistoryView } from './past/history.js';
import { Prefs } from './prefs.js';
import { Route } from './route.js';
import { Session } from './session.js';
import { attention } from './text/search.js';
import { Announcer } from './ui/announcer.js';
import { CallPane } from './ui/callpane.js';
import { Dialogs } from './ui/dialogs.js';
import { divider } from './ui/divider.js';
import { el, toggle } from './ui/dom.js';
import { Empty } from './ui/empty.js';
import { FilterBar } from './ui/filterbar.js';
import { Keys } from './ui/keys.js';
import { CallList } from './ui/list.js';
import { Look } from './ui/look.js';
import { Popover } from './ui/popover.js';
import { SignInForm } from './ui/signin.js';
import { StatusBar } from './ui/statusbar.js';
import { Title } from './ui/title.js';
import { Views } from './ui/views.js';
import { browser } from './browser.js';

const MOST_PANES = 4;
const ENDED_FOR_MS = 60_000;
const HINT_MS = 6_000;

export class App {
  constructor() {
    this.api = new Api();
    this.session = new Session(this.api);
    this.prefs = new Prefs();
    this.route = new Route();
    this.painter = new Painter();
    this.store = new Store();
    this.connection = new Connection(this.store, browser(this.session));
    this.loaded = false;
    this.hint = '';
    /** @type {CallPane[]} */
    this.panes = [];
    this.look = new Look(this);
    this.announcer = new Announcer(this.prefs);
    this.popover = new Popover();
    this.dialogs = new Dialogs(this);
    this.statusBar = new StatusBar(this);
    this.filterBar = new FilterBar(this);
    this.list = new CallList(this);
    this.empty = new Empty(this);
    this.signIn = new SignInForm(this);
    this.title = new Title(this);
    this.build();
    this.listen();
    this.keys = new Keys(this);
  }

  build() {
    this.paneHost = el('div.panes-open');
    this.panesElement = el('div.panes');
    this.panesElement.append(el('div.list-pane', {}, this.list.element, this.empty.element), divider(this.prefs, this.panesElement), this.paneHost);
    const live = el('section.view.live', { 'aria-label': 'Live calls' }, this.filterBar.element, this.panesElement);
    const main = el('main', { id: 'main', tabindex: -1 });
    this.views = new Views(this.statusBar.nav, main, (name) => this.route.go({ view: name, calls: name === 'live' ? this.panes.map((it) => it.callId) : [] }));
    this.views.register({ name: 'live', title: 'Live', element: live, show: () => this.list.refresh() });
    this.history = new HistoryView(this);
    this.views.register({ name: 'history', title: 'History', element: this.history.element, show: () => this.history.show() });
    this.deliveries = new DeliveriesView(this);
    this.views.register({ name: 'deliveries', title: 'Deliveries', element: this.deliveries.element, show: () => this.deliveries.show() });
    this.alerts = new AlertDesk(this);
    this.statusBar.right.prepend(this.alerts.button);
    const host = /** @type {HTMLElement} */ (document.getElementById('app'));
    host.append(this.statusBar.element, main, this.announcer.element, this.popover.element);
    document.body.append(this.signIn.element);
  }

  listen() {
    this.api.onSignedOut = () => this.connection.signedOut();
    this.connection.onState = () => this.stateChanged();
    this.connection.onGone = (callId) => this.loadPast(callId);
    this.connection.onReset = () => this.lookAgain();
    this.connection.onNotice = (code, message) => this.remark(message || code);
    this.route.onPlace = (place) => this.showPlace(place);
    this.prefs.watch((name) => this.prefChanged(name));
    this.store.watch((kind, callId) => this.changed(kind, callId));
    addEventListener('online', () => this.connection.tryNow());
    addEventListener('offline', () => this.connection.checkStale());
    document.addEventListener('visibilitychange', () => this.visibility());
    setInterval(() => this.tick(), 1_000);
  }

  /** The session is there. */
  async start() {
    await this.alerts.load(); // what the board is asked for depends on it
    this.list.resize(this.prefs.values.textSize);
    this.filterBar.show(this.route.filters);
    this.list.filter(this.route.filters);
    this.connection.start();
    this.showPlace(this.route.place);
    this.statusBar.brush.dirty();
  }

  signedIn() {
    this.signIn.hide();
    this.announcer.alert('');
    this.connection.tryNow();
    if (!this.started) {
      this.started = true;
      this.start();
    }
  }

  async signOut() {
    try {
      await this.session.signOut();
    } catch {
      // without an answer the cookie may still be good; the form says what this page is
    }
    this.connection.signedOut();
  }

  /** @param {import('./feed/store.js').Kind} kind @param {string} callId */
  changed(kind, callId) {
    if (this.painter.paused) {
      this.painter.held++;
    }
    if (kind !== 'system') {
      this.panes.forEach((pane) => (callId === '' || pane.callId === callId) && pane.brush.dirty());
    }
  }

  stateChanged() {
    const { state } = this.connection;
    this.loaded = this.loaded || state.phase === 'live';
    if (state.restored && state.restored !== this.restored) {
      this.panes.forEach((pane) => pane.lookBack());
      this.lookAgain();
    }
    this.restored = state.restored;
    if (state.phase === 'signedout') {
      this.announcer.alert('You are signed out.');
      this.signIn.show();
    } else if (state.phase === 'refused') {
      this.announcer.alert(state.reason);
    }
    this.look.olderThan(state.hello?.server?.version);
    this.statusBar.brush.now();
    this.list.refresh();
  }

  /** @param {string} text beside the state, for a while */
  remark(text) {
    this.hint = text;
    this.statusBar.brush.now();
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => {
      this.hint = '';
      this.statusBar.brush.now();
    }, HINT_MS);
  }

  tick() {
    this.connection.checkStale();
    this.store.sweep(ENDED_FOR_MS, (callId) => this.isOpen(callId) || this.list.activeHeld(callId));
    this.title.tick();
    if (!document.hidden) {
      this.list.tick();
      this.panes.forEach((pane) => pane.tick());
      this.statusBar.brush.dirty();
      this.filterBar.paused(this.painter.paused, this.painter.held);
    }
  }

  visibility() {
    this.list.tellFocus();
    if (!document.hidden) {
      this.connection.tryNow();
      this.list.refresh();
      this.panes.forEach((pane) => pane.brush.now());
    }
  }

  tryNow() {
    if (this.connection.state.phase === 'refused') {
      location.reload();
    }
    this.connection.tryNow();
  }

  /** @param {string} name of a preference */
  prefChanged(name) {
    this.look.apply();
    if (['steadiness', 'lowConfidence', 'times'].includes(name)) {
      this.panes.forEach((pane) => pane.view.repaint());
    }
    this.list.resize(this.prefs.values.textSize);
    this.list.refresh();
    this.panes.forEach((pane) => pane.strip.brush.now());
    this.statusBar.brush.now();
  }

  nextTheme() {
    const order = /** @type {const} */ (['auto', 'light', 'dark']);
    this.prefs.set('theme', order[(order.indexOf(this.prefs.values.theme) + 1) % order.length]);
  }

  /** @param {number} by percent */
  textSize(by) {
    this.prefs.set('textSize', Math.max(80, Math.min(200, this.prefs.values.textSize + by)));
  }

  colours() {
    return this.look.colours;
  }

  pausePainting() {
    this.painter.pause(!this.painter.paused);
    this.filterBar.paused(this.painter.paused, 0);
  }

  /** @param {import('./route.js').Filters} filters */
  filter(filters) {
    this.route.filter(filters);
    this.list.filter(filters);
    this.panes.forEach((pane) => pane.brush.now());
  }

  /** @param {number} shown @param {number} total @param {boolean} filtered */
  counted(shown, total, filtered) {
    this.filterBar.counted(shown, total);
    this.empty.counted(shown, total, filtered);
  }

  // --- open calls

  /** @param {string} callId */
  isOpen(callId) {
    return this.panes.some((it) => it.callId === callId);
  }

  hidesList() {
    return this.views.current !== 'live' || (this.panes.length > 0 && matchMedia('(max-width: 899px)').matches);
  }

  /** @param {string} callId @param {boolean} beside the others, or instead of them @param {boolean} [focus] */
  openCall(callId, beside, focus = false) {
    const open = this.panes.map((it) => it.callId);
    const kept = open.filter((it) => it !== callId && (beside || this.pinned.has(it))).slice(-(MOST_PANES - 1));
    this.route.go({ view: 'live', calls: [...kept, callId] });
    if (focus) {
      this.panes.find((it) => it.callId === callId)?.view.log.focus();
    }
  }

  /** @type {Set<string>} */
  pinned = new Set();

  /** @param {string} callId stays when another is opened */
  pin(callId) {
    this.pinned.has(callId) ? this.pinned.delete(callId) : this.pinned.add(callId);
    this.panes.forEach((pane) => pane.pinButton.setAttribute('aria-pressed', String(this.pinned.has(pane.callId))));
  }

  /** @param {string} callId */
  closeCall(callId) {
    this.pinned.delete(callId);
    this.route.go({ view: 'live', calls: this.panes.map((it) => it.callId).filter((it) => it !== callId) });
    this.list.focusRow(callId);
  }

  closeNewest() {
    const newest = this.panes.at(-1);
    if (newest) {
      this.closeCall(newest.callId);
    }
    return newest !== undefined;
  }

  /** @param {import('./route.js').Place} place */
  showPlace(place) {
    this.views.show(place.view);
    if (place.view !== 'live') {
      return this.list.tellFocus();
    }
    const wanted = [...new Set(place.calls)].slice(-MOST_PANES);
    for (const pane of this.panes.filter((it) => !wanted.includes(it.callId))) {
      pane.close();
      this.connection.topics.close(pane.callId);
    }
    const known = new Map(this.panes.map((it) => [it.callId, it]));
    this.panes = wanted.map((callId) => known.get(callId) ?? this.newPane(callId));
    this.panes.filter((it) => !known.has(it.callId)).forEach((it) => this.paneHost.append(it.element));
    this.panes.forEach((it) => it.brush.dirty()); // how many there are decides what each offers
    toggle(this.panesElement, 'has-open', this.panes.length > 0);
    this.panesElement.style.setProperty('--open', String(this.panes.length));
    this.list.refresh();
    this.list.tellFocus();
  }

  /** @param {string} callId */
  newPane(callId) {
    const pane = new CallPane(this, callId);
    pane.view.onPainted = (line) => this.alerts.marks.paint(line);
    pane.view.onClosed = (view) => this.alerts.marks.forget(view);
    this.connection.topics.open(callId);
    pane.brush.now();
    return pane;
  }

  /** Opens a call and goes to a line of it as soon as that is there. @param {string} callId @param {number} ms on its axis */
  showLine(callId, ms) {
    this.wanted = { callId, ms };
    this.openCall(callId, false);
    this.panes.find((it) => it.callId === callId)?.brush.dirty();
  }

  goToLine() {
    const pane = this.panes.find((it) => it.callId === this.wanted?.callId);
    if (pane && this.wanted && pane.transcript.items.some((/** @type {any} */ it) => it.kind === 'said')) {
      const { ms } = this.wanted;
      this.wanted = undefined;
      requestAnimationFrame(() => pane.view.scrollTo(ms + 1));
    }
  }

  /** The feed does not have it any more: the archive does. @param {string} callId */
  async loadPast(callId) {
    const pane = this.panes.find((it) => it.callId === callId);
    if (!pane || pane.erasing) {
      return;
    }
    try {
      pane.past = await loadCall(this.api, callId);
      await loadHistory(this.api, pane.transcript, callId, true);
      pane.transcript.closeAll();
    } catch (failure) {
      if (/** @type {import('./api.js').ApiError} */ (failure).code === 'unknown_call') {
        this.forget(callId);
      }
      pane.fail(/** @type {Error} */ (failure).message);
    }
    pane.brush.now();
  }

  /** The feed follows no past calls, so it cannot tell that one was erased: asks whether those that are open are there. */
  lookAgain() {
    this.panes.filter((it) => it.past).forEach((it) => this.loadPast(it.callId));
  }

  /** @param {string} callId by this user, just now */
  erased(callId) {
    this.closeCall(callId);
    this.forget(callId);
  }

  /** It was erased, or is not ours to see: nothing of it stays in this page. @param {string} callId */
  forget(callId) {
    this.store.forget(callId);
    this.alerts.forget(callId);
  }

  /** @param {HTMLElement} element */
  paneOf(element) {
    return this.panes.find((it) => it.element.contains(element));
  }

  activePane() {
    return this.paneOf(/** @type {HTMLElement} */ (document.activeElement ?? document.body)) ?? this.panes.at(-1);
  }

  /** @param {1|-1} step */
  nextAttention(step) {
    const { ids } = this.list.order;
    const now = this.store.now();
    for (let i = 1; i <= ids.length; i++) {
      const index = (this.list.activeIndex + step * i + ids.length * 2) % ids.length;
      const call = this.store.calls.get(ids[index]);
      if (call && attention(call, now) > 1) {
        return this.list.moveTo(index);
      }
    }
  }
}
