// @ts-check
/** What people noted about an open call: shown to everybody, changed by supervisors. */
import { el, hide, setText, textNode } from './dom.js';

export class TagRow {
  /** @param {import('./callpane.js').CallPane} pane */
  constructor(pane) {
    this.pane = pane;
    this.shown = '';
    this.element = el('ul.call-tags', { 'aria-label': 'Tags', hidden: true });
  }

  /** @param {string[]} tags */
  paint(tags) {
    const text = tags.join(',');
    if (text === this.shown) {
      return;
    }
    this.shown = text;
    this.element.replaceChildren(...tags.map((it) => el('li.tag', { dir: 'auto' }, it)));
    hide(this.element, tags.length === 0);
  }

  /** Asks for all of them at once. */
  edit() {
    const { app, call } = this.pane;
    const wrong = textNode();
    const problem = el('p.problem', { role: 'alert', hidden: true }, wrong);
    const input = el('input', { type: 'text', name: 'tags', autocomplete: 'off', autofocus: true });
    input.value = (call?.tags ?? []).join(', ');
    const save = el('button.primary', { type: 'submit' }, 'Save');
    const form = el(
      'form.tag-form',
      {
        onsubmit: async (/** @type {Event} */ event) => {
          event.preventDefault();
          save.disabled = true;
          const failure = await this.give(input.value);
          if (failure === '') {
            return dialog.close();
          }
          save.disabled = false;
          setText(wrong, `Not saved: ${failure}`);
          hide(problem, false);
          input.focus();
        },
      },
      el('label', {}, el('span', {}, 'Tags, with commas between them'), input),
      problem,
      el('div.choices', {}, el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), save),
    );
    const dialog = app.dialogs.show('Tags of this call', form);
  }

  /** @param {string} text @returns {Promise<string>} what went wrong, or nothing */
  async give(text) {
    const { app, callId } = this.pane;
    const tags = text.split(',').map((it) => it.trim()).filter(Boolean);
    try {
      const answer = await app.api.ask('PUT', `/calls/${encodeURIComponent(callId)}/tags`, { tags });
      if (this.pane.call) {
        this.pane.call.tags = answer.tags; // the feed says so too, within a second; of a past call it says nothing
      }
      this.pane.brush.now();
      app.announcer.status(answer.tags.length > 0 ? `Tags: ${answer.tags.join(', ')}` : 'No tags');
      return '';
    } catch (failure) {
      return /** @type {Error} */ (failure).message;
    }
  }
}
