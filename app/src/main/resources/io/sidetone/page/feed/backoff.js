// @ts-check
/** How long to wait before trying again: full jitter, so that a thousand pages do not come at once. Pure. */
const CAP_MS = 15_000;
const BASE_MS = 500;
const CALM_MS = 30_000; // connected for so long, the next trouble is a new one

export class Backoff {
  /** @param {() => number} random 0 to 1 */
  constructor(random = Math.random) {
    this.random = random;
    this.tries = 0;
  }

  /** @param {number} [givenMs] what the server asked for; it has spread it already @returns {number} milliseconds */
  next(givenMs) {
    this.tries++;
    return givenMs ?? this.random() * Math.min(CAP_MS, BASE_MS * 2 ** this.tries);
  }

  /** @param {number} connectedMs how long the last connection held */
  lost(connectedMs) {
    if (connectedMs >= CALM_MS) {
      this.tries = 0;
    }
  }
}

/** What a close code asks for. @param {number} code @returns {'again'|'session'|'later'|'ask'|'never'} */
export function afterClose(code) {
  switch (code) {
    case 4003:
      return 'session';
    case 4004:
      return 'later';
    case 4005:
      return 'ask';
    case 1009:
      return 'never';
    default:
      return code >= 4500 && code <= 4999 ? 'never' : 'again';
  }
}

/** @type {Record<number, string>} */
const REASONS = {
  1009: 'This page sent a message that the server finds too large.',
  4005: 'You have opened this page in more places than you may at once, so this one was closed.',
  4500: 'The server did not understand this page.',
  4501: 'You are not signed in.',
  4503: 'You may not see live calls any more.',
  4506: 'This page is older than the server. Reload it.',
};

/** @param {number} code @param {string} reason as the server gave it */
export function inWords(code, reason) {
  return REASONS[code] ?? `The server closed the connection for good: ${reason || code}.`;
}
