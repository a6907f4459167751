// @ts-check
/** Numbers, times and names as people read them. Pure. */

/** @param {number} ms @returns {string} 0:58, 12:40, 1:02:03 */
export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const h = Math.floor(seconds / 3600);
  const m = Math.floor(seconds / 60) % 60;
  const s = String(seconds % 60).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** @param {number} ms a position on the call's axis */
export function offset(ms) {
  const text = duration(ms);
  return text.length < 5 ? `0${text}` : text;
}

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** @param {number} at milliseconds since 1970 */
export function clock(at) {
  return clockFormat.format(at);
}

/** @param {number} at */
export function iso(at) {
  return new Date(at).toISOString();
}

/** @returns {string} such as UTC or Europe/Berlin */
export function zone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'local time';
}

/** @param {number} ms @returns {string} 180 ms, 4.2 s, 3 min */
export function span(ms) {
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  return ms < 60_000 ? `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s` : `${Math.round(ms / 60_000)} min`;
}

const countFormat = new Intl.NumberFormat('en');

/** @param {number} n */
export function count(n) {
  return countFormat.format(n);
}

/** A number in groups, so that it can be read out; what is no number stays. @param {string} number */
export function phone(number) {
  const digits = /^\+(\d{7,15})$/.exec(number)?.[1];
  if (!digits) {
    return number || 'unknown number';
  }
  if (digits.startsWith('1') && digits.length === 11) {
    return `+1 ${digits.slice(1, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
  }
  const groups = digits.slice(2).match(/.{1,4}/g) ?? [];
  return `+${digits.slice(0, 2)} ${groups.join(' ')}`;
}

/** What to call a call. @param {import('../feed/shapes.js').Call} call */
export function party(call) {
  return phone(call.direction === 'outbound' ? call.to : call.from);
}

/** Where it goes: its queue or another label, else the number. @param {import('../feed/shapes.js').Call} call */
export function place(call) {
  const labels = call.labels;
  const first = labels.queue ?? Object.values(labels)[0];
  return first ?? phone(call.direction === 'outbound' ? call.from : call.to);
}

/** @type {Record<string, string>} */
const ROLES = { caller: 'Caller', customer: 'Caller', agent: 'Agent', technician: 'Technician' };

/** @param {string} role */
export function roleName(role) {
  return ROLES[role] ?? (role ? role[0].toUpperCase() + role.slice(1) : 'Speaker');
}

/** @param {{role: string, name: string}} leg */
export function speaker(leg) {
  return leg.name || roleName(leg.role);
}

/** @param {string} role @returns {'caller'|'agent'|'technician'|'other'} */
export function roleStyle(role) {
  const known = role === 'customer' ? 'caller' : role;
  return known === 'caller' || known === 'agent' || known === 'technician' ? known : 'other';
}

/** @param {string} role */
export function badge(role) {
  return [...roleName(role)][0].toUpperCase();
}

/** @param {number} n @param {string} one @param {string} [many] */
export function plural(n, one, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** @type {Record<string, string>} */
const STATES = {
  waiting: 'waits for an answer',
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting to speech-to-text',
  buffered: 'transcribed in pieces',
  untranscribed: 'not transcribed',
  paused: 'paused',
  ended: 'ended',
};

/** @param {string} state */
export function stateInWords(state) {
  return STATES[state] ?? state;
}

/** @type {Record<string, string>} */
const ENDS = {
  completed: 'completed',
  stream_closed: 'the stream was closed',
  idle: 'nothing was heard any more',
  timeout: 'nothing was heard any more',
  speech_failed: 'speech-to-text failed',
  shutdown: 'the server stopped',
  interrupted: 'the server was interrupted',
};

/** @param {string|undefined} reason */
export function endInWords(reason) {
  return ENDS[reason ?? ''] ?? reason ?? 'ended';
}
