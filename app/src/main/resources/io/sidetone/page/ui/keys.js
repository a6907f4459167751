// @ts-check
/** The keyboard. Single letters can be switched off, and never act while somebody types. */

/** @type {[string, string][]} */
export const KEYS = [
  ['↑ ↓ or k j, Home, End, PgUp, PgDn', 'move in the list'],
  ['Enter or →', 'open the call; the focus goes to the transcript'],
  ['Ctrl+Enter', 'open it beside those that are open'],
  ['Esc or ←', 'close it; the focus returns to the list'],
  ['/', 'search; Esc leaves it'],
  ['f', 'follow the end of the transcript, or stop'],
  ['p', 'pause painting, or go on'],
  ['n N', 'next or previous call that needs attention'],
  ['t', 'times as offsets or wall clock'],
  ['e', 'export'],
  ['+ −', 'text size (time axis: with the mouse wheel)'],
  ['m', 'announce new lines to screen readers, or stop'],
  ['?', 'this list'],
];

export class Keys {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    document.addEventListener('keydown', (event) => this.pressed(event));
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.closest('input, textarea, select, [contenteditable]') !== null;
    if (typing || event.defaultPrevented || document.querySelector('dialog[open]') || event.altKey) {
      return;
    }
    if (this.app.popover.element.matches(':popover-open') && event.key === 'Escape') {
      return;
    }
    const done = this.inList(event, target) || this.inPane(event, target) || (!event.ctrlKey && !event.metaKey && this.letter(event.key));
    if (done) {
      event.preventDefault();
    }
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target */
  inList(event, target) {
    const { list } = this.app;
    const row = /** @type {any} */ (target.closest('.row'))?.row;
    if (!row) {
      return false;
    }
    const letters = this.app.prefs.values.keys && !event.ctrlKey && !event.metaKey;
    switch (event.key) {
      case 'ArrowDown':
        return this.move(list.activeIndex + 1);
      case 'ArrowUp':
        return this.move(list.activeIndex - 1);
      case 'j':
        return letters && this.move(list.activeIndex + 1);
      case 'k':
        return letters && this.move(list.activeIndex - 1);
      case 'Home':
        return this.move(0);
      case 'End':
        return this.move(list.order.ids.length - 1);
      case 'PageDown':
        return this.move(list.activeIndex + list.page);
      case 'PageUp':
        return this.move(list.activeIndex - list.page);
      case 'Enter':
      case 'ArrowRight':
        this.app.openCall(row.callId, event.ctrlKey || event.metaKey, true);
        return true;
      case 'Escape':
      case 'ArrowLeft':
        return this.app.closeNewest();
      default:
        return false;
    }
  }

  /** @param {number} index */
  move(index) {
    this.app.list.moveTo(index);
    return true;
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target */
  inPane(event, target) {
    const pane = this.app.paneOf(target);
    if (!pane) {
      return event.key === 'Escape' && this.app.views.current === 'live' && this.app.closeNewest();
    }
    if (event.key === 'Escape' || (event.key === 'ArrowLeft' && !target.closest('[role=separator]'))) {
      this.app.closeCall(pane.callId);
      return true;
    } else if (event.key === 'End' && target.closest('.transcript')) {
      pane.view.toEnd();
      return true;
    }
    return false;
  }

  /** @param {string} key */
  letter(key) {
    const { app } = this;
    if (!app.prefs.values.keys || app.views.current !== 'live') {
      return false;
    }
    const pane = app.activePane();
    switch (key) {
      case '/':
        app.filterBar.search.focus();
        app.filterBar.search.select();
        return true;
      case 'f':
        if (pane) {
          pane.view.following ? pane.view.setFollowing(false) : pane.view.toEnd();
        }
        return true;
      case 'p':
        app.pausePainting();
        return true;
      case 'n':
      case 'N':
        app.nextAttention(key === 'n' ? 1 : -1);
        return true;
      case 't':
        app.prefs.set('times', app.prefs.values.times === 'offset' ? 'clock' : 'offset');
        return true;
      case 'e':
        pane?.exportMenu();
        return true;
      case '+':
      case '=':
      case '-':
        app.textSize(key === '-' ? -10 : 10);
        return true;
      case 'm':
        app.prefs.set('announce', !app.prefs.values.announce);
        app.announcer.status(app.prefs.values.announce ? 'Announcements on' : 'Announcements off');
        return true;
      case '?':
        app.dialogs.help();
        return true;
      case 'j':
      case 'k':
        app.list.focusRow();
        return true;
      default:
        return false;
    }
  }
}
