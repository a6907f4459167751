// @ts-check
/** Erasing a call for good: asked once more, done by the server, and said what came of it. */
import { party, plural } from '../text/format.js';
import { el, hide, setText, textNode } from './dom.js';

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {import('./callpane.js').CallPane} pane */
export function askToErase(pane) {
  const { app, call, callId } = pane;
  const what = call ? `${party(call)}, ${dateFormat.format(call.startedAt)}` : callId;
  const wrong = textNode();
  const problem = el('p.problem', { role: 'alert', hidden: true }, wrong);
  const cancel = el('button', { type: 'button', autofocus: true, onclick: () => dialog.close() }, 'Cancel');
  const erase = el('button.danger', { type: 'button', onclick: () => doIt() }, 'Erase for good');
  const dialog = app.dialogs.show(
    'Erase this call?',
    el('p', {}, el('strong', { dir: 'auto' }, what)),
    el('p', {}, 'What was said, its events, its deliveries and the answers to them are removed, here and for everybody who looks. Nobody can bring them back.'),
    el('p', {}, 'What webhooks were sent stays with those who got it.'),
    problem,
    el('div.choices', {}, cancel, erase),
  );

  async function doIt() {
    erase.disabled = true;
    pane.erasing = true;
    hide(problem, true);
    try {
      const erased = await app.api.ask('DELETE', `/calls/${encodeURIComponent(callId)}`);
      dialog.close();
      app.erased(callId);
      tell(app, erased);
    } catch (failure) {
      pane.erasing = false;
      setText(wrong, `Not erased: ${/** @type {Error} */ (failure).message}`);
      hide(problem, false);
      erase.disabled = false;
      erase.focus(); // what is disabled loses the focus
    }
  }
}

/** @param {import('../app.js').App} app @param {{events: number, deliveries: number, unread: string[]}} erased */
function tell(app, erased) {
  const text = `Erased: ${plural(erased.events, 'event')}, ${plural(erased.deliveries, 'delivery', 'deliveries')}.`;
  app.remark(text);
  app.announcer.status(text);
  if (erased.unread.length > 0) {
    app.dialogs.show(
      'Not all of it could be reached',
      el('p', {}, 'These files were set aside as damaged and may still hold something of the call. Somebody with access to the server has to remove them by hand.'),
      el('ul', {}, ...erased.unread.map((it) => el('li', {}, it))),
    );
  }
}
