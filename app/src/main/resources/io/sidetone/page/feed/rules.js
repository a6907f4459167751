// @ts-check
/** What each event does to its call: the rules of section 8 of the protocol, and what follows from section 7. Pure. */
import { legOf, patchLeg } from './shapes.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./shapes.js').Call} Call */
/** @typedef {import('./shapes.js').Leg} Leg */

/** @param {Store} store @param {Call} call @param {any} event */
export function applyToCall(store, call, event) {
  const leg = event.legId ? call.legs.get(event.legId) : undefined;
  const transcript = store.open.get(call.callId);
  switch (event.type) {
    case 'transcript.interim':
      return leg && guess(store, call, leg, event);
    case 'transcript.final':
      transcript?.final(event);
      return leg && said(store, call, leg, event);
    case 'speech.started':
      return leg && spoke(store, call, leg);
    case 'utterance.completed':
    case 'utterance.end':
      transcript?.utteranceEnded(event);
      return leg && utteranceOver(store, call, leg, event.utt);
    case 'call.updated':
      Object.assign(call, event.patch);
      if (event.patch?.deliveries) {
        call.dead.clear(); // counted in there; a board is not told of what was delivered after all
      }
      return changed(store, call);
    case 'call.ended':
      return ended(store, call, event);
    case 'call.paused':
    case 'call.resumed':
      call.paused = event.type === 'call.paused';
      transcript?.mark(event);
      return changed(store, call);
    case 'leg.started':
      return legStarted(store, call, event);
    case 'leg.updated':
      if (leg) {
        patchLeg(leg, event.patch ?? {});
        changed(store, call);
      }
      return;
    case 'leg.ended':
      return leg && legEnded(store, call, leg, event);
    case 'dtmf':
      transcript?.mark(event);
      return changed(store, call);
    case 'fault':
      return fault(store, call, event);
    case 'delivery':
      return delivery(store, call, event);
  }
}

/** @param {Store} store @param {Call} call */
function changed(store, call) {
  store.tell('call', call.callId);
}

/** Rule 1. @param {Store} store @param {Call} call @param {Leg} leg @param {any} event */
function guess(store, call, leg, event) {
  if (event.rev <= leg.finalRev || (leg.interim && leg.interim.rev > event.rev) || !store.wantsGuesses(call.callId)) {
    return;
  }
  leg.interim = event.text === '' ? null : event;
  leg.heardAt = store.clock();
  leg.speaking = leg.interim !== null || leg.speaking;
  store.open.get(call.callId)?.guess(leg.legId, leg.interim);
  store.tell('words', call.callId, leg.legId);
}

/** Rule 2. @param {Store} store @param {Call} call @param {Leg} leg @param {any} event */
function said(store, call, leg, event) {
  if (leg.last && event.n <= leg.last.n) {
    return;
  }
  leg.last = event;
  leg.finalRev = Math.max(leg.finalRev, event.rev ?? 0);
  leg.heardAt = store.clock();
  if (leg.interim && leg.interim.rev <= leg.finalRev) {
    leg.interim = null;
    store.open.get(call.callId)?.guess(leg.legId, null);
  }
  store.tell('words', call.callId, leg.legId);
}

/** Rule 3. @param {Store} store @param {Call} call @param {Leg} leg @param {number} utt */
function utteranceOver(store, call, leg, utt) {
  leg.speaking = false;
  if (leg.interim && leg.interim.utt === utt) {
    leg.interim = null;
    store.open.get(call.callId)?.guess(leg.legId, null);
  }
  store.tell('words', call.callId, leg.legId);
}

/** Rule 4. @param {Store} store @param {Call} call @param {Leg} leg */
function spoke(store, call, leg) {
  leg.speaking = true;
  leg.heardAt = store.clock();
  store.tell('words', call.callId, leg.legId);
}

/** @param {Store} store @param {Call} call @param {any} event */
function legStarted(store, call, event) {
  const json = event.leg ?? event;
  const known = call.legs.get(json.legId);
  const leg = legOf(json);
  if (known) {
    leg.finalRev = Math.max(leg.finalRev, known.finalRev);
    leg.last = leg.last ?? known.last;
  }
  call.legs.set(leg.legId, leg);
  store.open.get(call.callId)?.mark({ ...event, legId: leg.legId, atMs: event.startMs ?? leg.offsetMs, again: !!known });
  changed(store, call);
}

/** Rule 5. @param {Store} store @param {Call} call @param {Leg} leg @param {any} event */
function legEnded(store, call, leg, event) {
  leg.state = 'ended';
  leg.interim = null;
  leg.speaking = false;
  leg.media = { ...leg.media, lagMs: 0, audioMs: event.audioMs ?? event.media?.audioMs ?? 0 };
  leg.media.lostMs = event.lostMs ?? event.media?.lostMs ?? leg.media.lostMs ?? 0;
  store.open.get(call.callId)?.legEnded(event);
  changed(store, call);
}

/** @param {Store} store @param {Call} call @param {any} event */
function ended(store, call, event) {
  call.state = 'ended';
  call.paused = false;
  for (const name of ['endedAt', 'durationMs', 'endReason', 'counts', 'deliveries']) {
    call[name] = event[name] ?? call[name];
  }
  for (const leg of call.legs.values()) {
    leg.interim = null;
    leg.speaking = false;
    leg.state = 'ended';
  }
  const transcript = store.open.get(call.callId);
  transcript?.closeAll();
  transcript?.mark({ ...event, atMs: event.durationMs });
  changed(store, call);
}

/** @param {Store} store @param {Call} call @param {any} event */
function fault(store, call, event) {
  if (event.resolved) {
    call.openFaults.delete(event.faultId);
  } else {
    call.counts.faults += call.openFaults.has(event.faultId) ? 0 : 1;
    call.openFaults.set(event.faultId, event);
  }
  store.open.get(call.callId)?.mark(event);
  changed(store, call);
}

/** @param {Store} store @param {Call} call @param {any} event */
function delivery(store, call, event) {
  const key = `${event.finalId ?? event.callSeq ?? ''}@${event.target}`;
  if (event.status === 'dead') {
    call.dead.add(key);
  } else {
    call.dead.delete(key);
  }
  store.open.get(call.callId)?.delivery(event);
  changed(store, call);
}
