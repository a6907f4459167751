/** Frames and events as the server sends them, for tests. */
export function leg(legId, role = 'caller') {
  return { legId, role, track: 'inbound', state: 'live', startedAt: 1, offsetMs: 0, rev: 0, interim: null, last: null };
}

export function call(callId, ...legs) {
  return { callId, state: 'live', startedAt: 900_000, from: '+15550100001', to: '+15550100900', labels: {}, legs };
}

export function guess(callId, legId, utt, rev, text, startMs = 0) {
  return { type: 'transcript.interim', callId, legId, utt, rev, startMs, endMs: startMs + 400, text };
}

export function final(callId, legId, n, utt, rev, text, startMs = 0) {
  const finalId = `${callId}.${legId}.${n}`;
  return { type: 'transcript.final', callId, legId, finalId, n, utt, rev, startMs, endMs: startMs + 800, text };
}
