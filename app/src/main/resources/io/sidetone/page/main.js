// @ts-check
/** Where the page begins: who is there, then what there is to see. */
import { App } from './app.js';
import { tokenOfLink } from './session.js';

const firstToken = tokenOfLink(); // before anything else reads the address
const app = new App();

/** @param {string|null} token of a link @returns {Promise<void>} */
async function begin(token) {
  if (token !== null) {
    try {
      await app.session.signIn({ token });
    } catch (failure) {
      app.connection.signedOut();
      return app.signIn.show(`This link does not open: ${/** @type {Error} */ (failure).message}.`);
    }
  }
  const who = token !== null ? 'in' : await app.session.look();
  if (who === 'out') {
    app.connection.signedOut();
  } else {
    app.signedIn();
  }
}

addEventListener('hashchange', () => {
  const token = tokenOfLink(); // a link that was opened in this tab
  if (token !== null) {
    begin(token);
  }
});
begin(firstToken);
