// @ts-check
/** The objects that the store keeps, made from what frames and HTTP answers bring. */

/**
 * @typedef {{utt: number, rev: number, startMs: number, endMs: number, text: string, stable?: number}} Guess
 * @typedef {{legId: string, role: string, name: string, track: string, state: string, detail: string, language: string,
 *   offsetMs: number, startedAt: number, speaking: boolean, heardAt: number, finalRev: number, interim: Guess|null,
 *   last: any, media: {audioMs?: number, lostMs?: number, lagMs?: number, repairingMs?: number}}} Leg
 * @typedef {{callId: string, state: string, startedAt: number, endedAt?: number, durationMs?: number,
 *   endReason?: string, direction: string, from: string, to: string, labels: Record<string, string>, tags: string[],
 *   counts: {finals: number, words: number, faults: number},
 *   deliveries: {pending: number, delivered: number, dead: number}|null, paused: boolean,
 *   legs: Map<string, Leg>, openFaults: Map<string, any>, dead: Set<string>, onBoard: boolean, [more: string]: any}} Call
 */

/** @param {any} json @returns {Leg} */
export function legOf(json) {
  const finalRev = json.last?.rev ?? 0;
  const interim = json.interim && json.interim.rev > finalRev && json.interim.text !== '' ? json.interim : null;
  return {
    legId: json.legId,
    role: json.role ?? '',
    name: json.name ?? '',
    track: json.track ?? '',
    state: json.state ?? 'connecting',
    detail: json.detail ?? '',
    language: json.language ?? '',
    offsetMs: json.offsetMs ?? json.startMs ?? 0,
    startedAt: json.startedAt ?? 0,
    speaking: json.speaking === true,
    heardAt: 0,
    finalRev,
    interim,
    last: json.last ?? null,
    media: json.media ?? {},
  };
}

const PATCHED = ['state', 'role', 'name', 'language', 'callSid', 'streamSid', 'track', 'activity'];

/** @param {Leg} leg @param {any} patch */
export function patchLeg(leg, patch) {
  for (const name of PATCHED) {
    if (patch[name] !== undefined) {
      /** @type {any} */ (leg)[name] = patch[name];
    }
  }
  leg.detail = patch.detail ?? (patch.state !== undefined && !patch.media ? '' : leg.detail);
  leg.media = patch.media ? { ...leg.media, ...patch.media } : leg.media;
}

/** @param {any} json @param {boolean} onBoard @returns {Call} */
export function callOf(json, onBoard) {
  const legs = new Map();
  for (const leg of json.legs ?? []) {
    legs.set(leg.legId, legOf(leg));
  }
  const openFaults = new Map();
  for (const fault of json.openFaults ?? []) {
    openFaults.set(fault.faultId, fault);
  }
  return {
    ...json,
    direction: json.direction ?? '',
    from: json.from ?? '',
    to: json.to ?? '',
    labels: json.labels ?? {},
    tags: json.tags ?? [],
    counts: { finals: 0, words: 0, faults: 0, ...json.counts },
    deliveries: json.deliveries ?? null,
    paused: json.paused === true,
    legs,
    openFaults,
    dead: new Set(),
    onBoard,
  };
}

/** @param {Call} call */
export function deadOf(call) {
  return call.deliveries ? Math.max(call.deliveries.dead, call.dead.size) : call.dead.size;
}

/** When somebody was last heard, by the server's clock. @param {Call} call */
export function lastHeardAt(call) {
  let ms = 0;
  for (const leg of call.legs.values()) {
    ms = Math.max(ms, leg.interim?.endMs ?? 0, leg.last?.endMs ?? 0);
  }
  return call.startedAt + ms;
}

/** @param {Call} call @param {number} now the server's */
export function durationOf(call, now) {
  return call.durationMs ?? Math.max(0, (call.endedAt ?? now) - call.startedAt);
}

const TROUBLED = new Set(['reconnecting', 'buffered', 'untranscribed']);

/** @param {Leg} leg */
export function inTrouble(leg) {
  return TROUBLED.has(leg.state);
}

/** Lanes in a fixed order: whoever works here first, the caller last. @param {Call} call @returns {Leg[]} */
export function lanes(call) {
  return [...call.legs.values()].sort((a, b) => rank(a) - rank(b) || order(a.legId, b.legId));
}

/** @param {Leg} leg */
function rank(leg) {
  return leg.role === 'caller' || leg.role === 'customer' ? 1 : 0;
}

const collator = new Intl.Collator('en', { numeric: true });

/** @param {string} a @param {string} b */
function order(a, b) {
  return collator.compare(a, b);
}
