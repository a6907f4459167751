// @ts-check
/** Which calls match what is typed: words, "phrases", and conditions such as role:caller or longer:10m. Pure. */
import { deadOf, durationOf, inTrouble, lastHeardAt } from '../feed/shapes.js';
import { textOf } from '../feed/transcript.js';

/** @typedef {import('../feed/shapes.js').Call} Call */
/** @typedef {{call: Call, now: number, transcript?: import('../feed/transcript.js').Transcript}} Subject */
/** @typedef {{texts: string[], test: (subject: Subject) => boolean, isEmpty: boolean}} Query */

/** Without case and accents. @param {string} text */
export function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** @type {Record<string, number>} */
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 };

/** @param {string} text such as 20s, 10m, 1h; bare numbers are seconds @returns {number|null} milliseconds */
export function spanOf(text) {
  const found = /^(\d{1,6}(?:\.\d+)?)([smh]?)$/.exec(text);
  return found ? Number(found[1]) * UNITS[found[2] || 's'] : null;
}

/** @param {Call} call @param {number} now */
export function silenceOf(call, now) {
  return call.state === 'live' ? now - lastHeardAt(call) : 0;
}

/** @param {Call} call */
export function hasFault(call) {
  return call.openFaults.size > 0 || call.counts.faults > 0 || [...call.legs.values()].some(inTrouble);
}

/** @param {Call} call */
export function isTalking(call) {
  return [...call.legs.values()].some((leg) => leg.speaking || leg.interim !== null);
}

/** @param {string} name @param {string} value @returns {((subject: Subject) => boolean)|null} null: no condition */
function condition(name, value) {
  const wanted = fold(value);
  switch (name) {
    case 'role':
      return ({ call }) => [...call.legs.values()].some((leg) => fold(leg.role).startsWith(wanted));
    case 'has':
      if (wanted === 'fault') {
        return ({ call }) => hasFault(call);
      } else if (wanted === 'dead') {
        return ({ call }) => deadOf(call) > 0;
      }
      return null;
    case 'is':
      return wanted === 'talking' ? ({ call }) => isTalking(call) : ({ call }) => call.state === wanted;
    case 'longer': {
      const ms = spanOf(wanted);
      return ms === null ? null : ({ call, now }) => durationOf(call, now) > ms;
    }
    case 'silent': {
      const ms = spanOf(wanted);
      return ms === null ? null : ({ call, now }) => silenceOf(call, now) > ms;
    }
    default:
      return ({ call }) => call.labels[name] !== undefined && fold(call.labels[name]).startsWith(wanted);
  }
}

/** @param {string} typed @returns {Query} */
export function parse(typed) {
  /** @type {((subject: Subject) => boolean)[]} */
  const tests = [];
  const texts = [];
  for (const found of typed.matchAll(/([\w.-]+):"([^"]*)"|"([^"]*)"?|([\w.-]+):(\S+)|(\S+)/g)) {
    const name = found[1] ?? found[4];
    const test = name ? condition(name, found[2] ?? found[5]) : null;
    if (test) {
      tests.push(test);
    } else {
      texts.push(fold(found[3] ?? found[0]).replace(/^"|"$/g, ''));
    }
  }
  const wanted = texts.filter((it) => it !== '');
  const test = (/** @type {Subject} */ subject) =>
    tests.every((it) => it(subject)) && (wanted.length === 0 || contains(subject, wanted));
  return { texts: wanted, test, isEmpty: tests.length === 0 && wanted.length === 0 };
}

/** @param {Subject} subject @param {string[]} wanted */
function contains({ call, transcript }, wanted) {
  const facts = [call.callId, call.from, call.to, ...(call.callSids ?? []), ...call.tags];
  for (const [name, value] of Object.entries(call.labels)) {
    facts.push(`${name} ${value}`);
  }
  for (const leg of call.legs.values()) {
    facts.push(leg.name, leg.role, leg.interim?.text ?? '', leg.last?.text ?? '');
  }
  for (const item of transcript?.items ?? []) {
    facts.push(item.kind === 'said' ? textOf(item) : '');
  }
  const text = fold(facts.join('\n'));
  const digits = text.replace(/[\s().-]/g, '');
  return wanted.every((it) => text.includes(it) || (/^\+?[\d().-]{3,}$/.test(it) && digits.includes(it.replace(/[().-]/g, ''))));
}

/** What needs somebody: 0 for a call that does not. @param {Call} call @param {number} now */
export function attention(call, now) {
  if (call.state === 'ended') {
    return 0;
  }
  const trouble = [...call.legs.values()].some(inTrouble) || call.openFaults.size > 0;
  return (
    (trouble ? 8 : 0) + (deadOf(call) > 0 ? 4 : 0) + (silenceOf(call, now) > 20_000 && !call.paused ? 2 : 0) +
    (durationOf(call, now) > 1_800_000 ? 1 : 0)
  );
}
