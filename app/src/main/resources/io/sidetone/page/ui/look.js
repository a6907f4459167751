// @ts-check
/** Theme, text size, and the colours that the canvas needs: read when they change, not when they are used. */

const COLOURS = ['caller', 'agent', 'technician', 'other', 'text', 'quiet', 'line', 'accent', 'error'];

export class Look {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {Record<string, string>} */
    this.colours = {};
    const changed = () => {
      this.apply();
      this.app.panes.forEach((pane) => pane.strip.brush.now());
    };
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', changed);
    }
    this.apply();
  }

  apply() {
    const { theme, textSize } = this.app.prefs.values;
    const root = document.documentElement;
    root.dataset.theme = theme;
    root.style.fontSize = textSize === 100 ? '' : `${textSize}%`;
    const style = getComputedStyle(root);
    for (const name of COLOURS) {
      this.colours[name] = style.getPropertyValue(`--${name}`).trim() || '#888';
    }
  }

  /** Another server than the one that gave us this page: offer to reload, never do it. @param {string|undefined} version */
  olderThan(version) {
    const mine = document.querySelector('meta[name=sidetone-version]')?.getAttribute('content');
    if (version && mine && version !== mine && !this.told) {
      this.told = true;
      this.app.remark(`The server is ${version} now, this page is ${mine}. Reload when it suits you.`);
    }
  }
}
