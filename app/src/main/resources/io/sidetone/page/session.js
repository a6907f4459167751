// @ts-check
/** Who is signed in. The secret itself lives in a cookie that no script can read. */

/** @typedef {{id: string, role: string, expiresAt?: number}} User */

export class Session {
  /** @param {import('./api.js').Api} api */
  constructor(api) {
    this.api = api;
    /** @type {User|null} */
    this.user = null;
  }

  /** @returns {Promise<'in'|'out'|'unknown'>} unknown: the server cannot be reached */
  async look() {
    try {
      this.take(await this.api.get('/session'));
      return 'in';
    } catch (failure) {
      const out = /** @type {any} */ (failure).status === 401;
      this.user = out ? null : this.user;
      return out ? 'out' : 'unknown';
    }
  }

  /** @param {{token: string}|{user: string, password: string}} credentials */
  async signIn(credentials) {
    this.take(await this.api.post('/session', credentials));
    if (!this.user) {
      await this.look();
    }
  }

  async signOut() {
    await this.api.ask('DELETE', '/session');
    this.user = null;
    this.api.csrf = '';
  }

  /** @param {any} answer */
  take(answer) {
    this.user = answer?.user ?? this.user;
    this.api.csrf = answer?.csrf ?? this.api.csrf;
  }

  /** Whether this user may change what happens to calls. */
  get steers() {
    return this.user !== null && this.user.role !== 'viewer';
  }

  /** Whether this user may remove what was said, for good. */
  get erases() {
    return this.user?.role === 'admin';
  }
}

/** A sign-in link's token; it is taken out of the address at once, and out of the history. @returns {string|null} */
export function tokenOfLink() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return token;
}
