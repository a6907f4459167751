// @ts-check
/** The HTTP API, by the session's cookie: adds the CSRF token, and turns problem documents into errors. */

export class ApiError extends Error {
  /** @param {number} status 0 if there was no answer @param {string} message @param {string} [code] */
  constructor(status, message, code = '') {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class Api {
  constructor() {
    this.csrf = '';
    /** Called when an answer says that nobody is signed in. */
    this.onSignedOut = () => {};
  }

  /** @param {string} path below /api/v1 @param {AbortSignal} [signal] @returns {Promise<any>} */
  get(path, signal) {
    return this.ask('GET', path, undefined, signal);
  }

  /** @param {string} path @param {any} [body] @returns {Promise<any>} */
  post(path, body) {
    return this.ask('POST', path, body);
  }

  /** @param {string} method @param {string} path @param {any} [body] @param {AbortSignal} [signal] */
  async ask(method, path, body, signal) {
    const response = await this.fetch(method, path, body, signal);
    const type = response.headers.get('content-type') ?? '';
    const answer = /\bjson\b/.test(type) ? await response.json() : await response.text();
    if (response.ok) {
      return answer;
    }
    if (response.status === 401 && path !== '/session') {
      this.onSignedOut();
    }
    const message = answer?.detail ?? answer?.title ?? `The server answered ${response.status}.`;
    throw new ApiError(response.status, message, answer?.code);
  }

  /** @param {string} method @param {string} path @param {any} body @param {AbortSignal} [signal] */
  async fetch(method, path, body, signal) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json, application/problem+json' };
    if (method !== 'GET' && this.csrf) {
      headers['X-CSRF-Token'] = this.csrf;
    }
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    try {
      const text = body === undefined ? undefined : JSON.stringify(body);
      return await fetch(`/api/v1${path}`, { method, headers, body: text, signal, credentials: 'same-origin' });
    } catch (failure) {
      if (signal?.aborted) {
        throw failure;
      }
      throw new ApiError(0, 'The server cannot be reached.');
    }
  }

  /** Where a transcript can be had as a file. @param {string} callId @param {string} format */
  static exportUrl(callId, format) {
    return `/api/v1/calls/${encodeURIComponent(callId)}/transcript?format=${format}`;
  }
}
