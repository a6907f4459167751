// @ts-check
/** What the feed does not have: the beginning of a call, what happened between its lines, calls that are over. */
import { callOf } from './shapes.js';

const PAGE = 500;
const MARKS = 'dtmf,fault,call.paused,call.resumed,leg.started,leg.ended,call.ended';

/** @param {string} callId */
function path(callId) {
  return `/calls/${encodeURIComponent(callId)}`;
}

/** @param {import('../api.js').Api} api @param {string} callId @returns {Promise<import('./shapes.js').Call>} */
export async function loadCall(api, callId) {
  const call = await api.get(path(callId));
  return callOf(call, false);
}

/**
 * Adds marks, and what became of deliveries while nobody watched; finals where asked to, or where no snapshot brought
 * them.
 *
 * @param {import('../api.js').Api} api @param {import('./transcript.js').Transcript} transcript
 * @param {string} callId @param {boolean} [finals]
 */
export async function loadHistory(api, transcript, callId, finals = false) {
  const events = await pages(api, `/events?callId=${encodeURIComponent(callId)}&types=${MARKS}`, 'after');
  const marks = events.map((it) => ({ ...it.data, type: it.type, callSeq: it.data.seq }));
  const said = finals ? await pages(api, `${path(callId)}/finals?include=words`, 'cursor') : [];
  transcript.addHistory(said, marks, await deliveries(api, callId));
}

/** @param {import('../api.js').Api} api @param {string} callId */
async function deliveries(api, callId) {
  const all = await pages(api, `/deliveries?callId=${encodeURIComponent(callId)}`, 'cursor');
  return all.filter((it) => it.finalId);
}

/** @param {import('../api.js').Api} api @param {string} url @param {string} parameter that takes the cursor */
async function pages(api, url, parameter) {
  const items = [];
  let cursor = '';
  do {
    const page = await api.get(`${url}&limit=${PAGE}${cursor ? `&${parameter}=${encodeURIComponent(cursor)}` : ''}`);
    items.push(...page.items);
    cursor = page.items.length < PAGE ? '' : page.nextCursor ?? '';
  } while (cursor);
  return items;
}
