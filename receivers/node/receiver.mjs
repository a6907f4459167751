#!/usr/bin/env node
// Receives Sidetone's webhooks: verifies, stores, answers, and afterwards prints each call in spoken order.
//
// Node.js 18 or newer, no dependencies. Settings and behaviour: ../README.md

import { createHmac, timingSafeEqual } from "node:crypto";
import { closeSync, createReadStream, existsSync, mkdirSync, openSync, readdirSync, statSync } from "node:fs";
import { readSync, truncateSync, unlinkSync } from "node:fs";
import { open } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const TOLERANCE_SECONDS = 300; // how far a request's timestamp may be off
const FORGET_AFTER_MS = 72 * 3_600_000; // a call of which nothing was heard for so long
const PULL_EVERY_MS = 3_600_000; // also without a reason, so that the cursor is never far behind
const WORKED_ON = "call.started,transcript.final,call.ended";
const MOST_MISSING = 1000; // numbers remembered as missing by one jump
const MOST_AT_ONCE = 256; // requests whose events share a write
const ID = /^[A-Za-z0-9_.-]{1,128}$/;
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g;
const SHAPES = {
  // what is read of each type; other fields and types are stored as they come
  "call.started": { callId: "string", seq: "integer" },
  "transcript.final": {
    callId: "string", seq: "integer", legId: "string", n: "integer", role: "string", text: "string",
    startMs: "integer", completeUntilMs: "integer", late: "boolean", repaired: "boolean",
  },
  "call.ended": { callId: "string", seq: "integer", endReason: "string", legs: "array", pendingRepairMs: "integer" },
  "webhook.ping": { message: "string" },
};

const say = (line) => process.stdout.write(line.replace(UNPRINTABLE, " ") + "\n");
const complain = (line) => process.stderr.write("receiver: " + line.replace(UNPRINTABLE, " ") + "\n");

/** A receiver that cannot work must not go on saying that it does. */
function giveUp(what, failure) {
  complain(`${what} has failed: ${failure?.stack ?? failure}; stopping`);
  process.exit(1);
}

class BadSettings extends Error {}

function readSettings(env) {
  const settings = {
    secrets: (env.RECEIVER_SECRETS ?? "").split(/[\s,]+/).filter(Boolean).map(key),
    host: env.RECEIVER_HOST || "127.0.0.1",
    port: number(env, "RECEIVER_PORT", 9300, 0, 65535),
    folder: env.RECEIVER_DATA || "received",
    maxBytes: number(env, "RECEIVER_MAX_BYTES", 262144, 1024, 2 ** 30),
    keepDays: number(env, "RECEIVER_KEEP_DAYS", 7, 4, 3650),
    holdMs: number(env, "RECEIVER_HOLD_SECONDS", 30, 0, 3600) * 1000,
    allEvents: env.RECEIVER_ALL_EVENTS === "true",
    pullUrl: (env.RECEIVER_PULL_URL ?? "").replace(/\/+$/, ""),
    pullToken: env.RECEIVER_PULL_TOKEN ?? "",
  };
  if (settings.secrets.length === 0) {
    throw new BadSettings(
      "RECEIVER_SECRETS is not set; give the webhook's secret, whsec_… (several, with commas, while one is replaced)");
  }
  if (settings.pullUrl && !/^https?:\/\//.test(settings.pullUrl)) {
    throw new BadSettings(
      `RECEIVER_PULL_URL is ${settings.pullUrl}; expected Sidetone's address, such as http://localhost:8080`);
  }
  return settings;
}

function key(text) {
  const base64 = text.replace(/^whsec_/, "");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length < 24 || bytes.toString("base64") !== base64) {
    throw new BadSettings("RECEIVER_SECRETS: one of them is not whsec_ and base64 of 24 bytes or more");
  }
  return bytes;
}

function number(env, name, standard, least, most) {
  const text = env[name] || String(standard);
  if (!/^[0-9]{1,10}$/.test(text) || Number(text) < least || Number(text) > most) {
    throw new BadSettings(`${name} is ${text}; expected a whole number from ${least} to ${most}`);
  }
  return Number(text);
}

// --- whom to believe ---------------------------------------------------------------------------

/** Why a request is not to be believed; undefined if it is. Standard Webhooks, signature v1. */
function objection(secrets, headers, body, nowMs) {
  const id = headers["webhook-id"] ?? "";
  const timestamp = headers["webhook-timestamp"] ?? "";
  if (!ID.test(id)) {
    return "webhook-id is missing or malformed";
  }
  if (!/^[0-9]{1,12}$/.test(timestamp)) {
    return "webhook-timestamp is missing or malformed";
  }
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) {
    return "webhook-timestamp is more than 5 minutes off; are both clocks right?";
  }
  const given = (headers["webhook-signature"] ?? "")
    .split(" ")
    .filter((it) => it.startsWith("v1,"))
    .map((it) => Buffer.from(it.slice(3)));
  let matches = false;
  for (const secret of secrets) {
    // everything with everything: the time it takes tells nothing
    const hmac = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body);
    const expected = Buffer.from(hmac.digest("base64"));
    for (const signature of given) {
      matches = (signature.length === expected.length && timingSafeEqual(signature, expected)) || matches;
    }
  }
  return matches ? undefined : "webhook-signature does not match; is the secret that of this webhook?";
}

function isOf(kind, value) {
  if (kind === "integer") {
    return Number.isSafeInteger(value);
  }
  return kind === "array" ? Array.isArray(value) : typeof value === kind;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isLeg = (leg) => isObject(leg) && isOf("string", leg.legId) && isOf("integer", leg.finals);

/** What is wrong with an event; undefined if nothing is. */
function misshapen(event) {
  if (!isObject(event) || typeof event.type !== "string" || !isObject(event.data)) {
    return "expected a JSON object with type and data";
  }
  const shape = Object.hasOwn(SHAPES, event.type) ? SHAPES[event.type] : {};
  for (const [field, kind] of Object.entries(shape)) {
    if (!isOf(kind, event.data[field])) {
      return `${event.type} without a proper data.${field}`;
    }
  }
  if (event.type === "call.ended" && !event.data.legs.every(isLeg)) {
    return "call.ended with a leg without legId and finals";
  }
  return undefined;
}

// --- what is kept ------------------------------------------------------------------------------

const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);

/**
 * Keeps events, each once, and what was done with them: one file per day, one JSON object per line, which is
 * {id, at, event}, {done: id} or {cursor}. Whatever waits is written and synced together.
 */
class Store {
  #folder;
  #keepDays;
  #days = new Map(); // day -> ids of its events; the newest days on which anything came
  #file; // {day, handle, size} of today's
  #waiting = [];
  #writing = false;
  cursor; // up to here the pull side was read
  onFresh = () => {}; // told of what is new, in the order in which it was stored

  constructor(folder, keepDays) {
    this.#folder = folder;
    this.#keepDays = keepDays;
    mkdirSync(folder, { recursive: true });
  }

  #path(day) {
    return join(this.#folder, `events-${day}.ndjson`);
  }

  #daysOnDisk() {
    const names = readdirSync(this.#folder).map((name) => /^events-(\d{4}-\d\d-\d\d)\.ndjson$/.exec(name));
    return names.filter(Boolean).map((match) => match[1]).sort();
  }

  /** Reads back everything kept: the events, oldest first, and the set of ids that are done. */
  async load() {
    const events = [];
    const done = new Set();
    for (const day of this.#daysOnDisk()) {
      this.#days.set(day, new Set());
      cutTornLine(this.#path(day));
      let number = 0;
      for await (const line of createInterface({ input: createReadStream(this.#path(day)), crlfDelay: Infinity })) {
        number++;
        let entry;
        try {
          entry = JSON.parse(line);
          if (!isObject(entry)) {
            throw new SyntaxError("not an object");
          }
        } catch {
          throw new Error(`${this.#path(day)}, line ${number} is damaged; move the file away, or restore it`);
        }
        if (entry.id && !this.#isKnown(entry.id)) {
          this.#days.get(day).add(entry.id);
          events.push(entry);
        } else if (entry.done) {
          done.add(entry.done);
        } else {
          this.cursor = entry.cursor ?? this.cursor;
        }
      }
    }
    return { events, done };
  }

  /**
   * Stores [id, event] pairs and the cursor behind them; resolves, with how many of them are new, once that
   * would survive a power cut.
   */
  add(events, cursor) {
    return new Promise((resolve, reject) => this.#put({ events, cursor, resolve, reject }));
  }

  markDone(id) {
    this.#put({ events: [], done: id, resolve() {}, reject: (failure) => complain(`not marked as done: ${failure}`) });
  }

  #put(task) {
    this.#waiting.push(task);
    if (!this.#writing) {
      this.#writing = true;
      this.#writeAll().catch((failure) => giveUp("the store", failure));
    }
  }

  async #writeAll() {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      try {
        const fresh = await this.#write(batch, Date.now());
        fresh.forEach((entry) => this.onFresh(entry));
        batch.forEach((task) => task.resolve(task.fresh));
      } catch (failure) {
        batch.forEach((task) => task.reject(failure));
      }
    }
    this.#writing = false;
  }

  #isKnown(id) {
    for (const ids of this.#days.values()) {
      if (ids.has(id)) {
        return true;
      }
    }
    return false;
  }

  async #write(batch, now) {
    const file = await this.#today(dayOf(now));
    const fresh = new Map(); // by id
    const lines = [];
    for (const task of batch) {
      task.fresh = 0;
      for (const [id, event] of task.events) {
        if (!fresh.has(id) && !this.#isKnown(id)) {
          const entry = { id, at: now, event };
          fresh.set(id, entry);
          lines.push(entry);
          task.fresh++;
        }
      }
      if (task.cursor && task.cursor !== this.cursor) {
        lines.push({ cursor: task.cursor });
      }
      if (task.done) {
        lines.push({ done: task.done });
      }
    }
    if (lines.length > 0) {
      await this.#append(file, lines.map((line) => JSON.stringify(line) + "\n").join(""), fresh.size > 0);
    }
    const ids = this.#days.get(file.day);
    fresh.forEach((entry, id) => ids.add(id));
    batch.forEach((task) => (this.cursor = task.cursor || this.cursor));
    return [...fresh.values()];
  }

  /** All of it or nothing: what was written of a failed attempt is cut off again. */
  async #append(file, text, sync) {
    try {
      await file.handle.appendFile(text);
      if (sync) {
        await file.handle.datasync();
      }
      file.size += Buffer.byteLength(text);
    } catch (failure) {
      this.#file = undefined;
      await file.handle.truncate(file.size).finally(() => file.handle.close());
      throw failure;
    }
  }

  async #today(day) {
    if (this.#file?.day !== day) {
      await this.#file?.handle.close();
      this.#file = undefined;
      const isNew = !existsSync(this.#path(day));
      if (!isNew) {
        cutTornLine(this.#path(day));
      }
      const handle = await open(this.#path(day), "a");
      this.#file = { day, handle, size: (await handle.stat()).size };
      if (!this.#days.has(day)) {
        this.#days.set(day, new Set());
      }
      if (isNew) {
        await syncFolder(this.#folder);
        if (this.cursor) {
          await this.#append(this.#file, JSON.stringify({ cursor: this.cursor }) + "\n", true);
        }
      }
      this.#prune();
    }
    return this.#file;
  }

  /** Keeps the newest days on which anything came, however long ago that was. */
  #prune() {
    for (const old of [...this.#days.keys()].sort().slice(0, -this.#keepDays)) {
      this.#days.delete(old);
      unlinkSync(this.#path(old));
    }
  }
}

/** A line that was being written when the power went was never answered for. */
function cutTornLine(path) {
  const { size } = statSync(path);
  const piece = Buffer.alloc(65536);
  const file = openSync(path, "r");
  let end = size;
  while (end > 0) {
    const from = Math.max(0, end - piece.length);
    const newline = piece.subarray(0, readSync(file, piece, 0, end - from, from)).lastIndexOf(10);
    end = newline >= 0 ? from + newline + 1 : from;
    if (newline >= 0) {
      break;
    }
  }
  closeSync(file);
  if (end < size) {
    truncateSync(path, end);
  }
}

/** Makes a new file's name survive a power cut, where the system can. */
async function syncFolder(folder) {
  if (process.platform !== "win32") {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  }
}

// --- the work: replace what this prints by what you need -----------------------------------------

class Call {
  held = []; // finals that wait for their turn, by startMs and seq
  completeUntil = 0; // of the transcript, as the newest final says
  printedUntil = -1; // startMs of the latest one that was printed
  newest = new Map(); // highest number seen, by leg; of all events under "seq"
  missing = new Map(); // "leg number" or "seq number" -> since when it is missed
  started = false;
  finals = 0;
  ended; // {id, data} once the end is known and not printed
  heardAt = 0;
}

/** Takes stored events one by one and prints each call's finals in the order in which they were spoken. */
class Work {
  #settings;
  #store;
  #pull;
  #calls = new Map(); // the one heard of longest ago first
  #waiting = new Map(); // of these, those in which something is held
  #doneBefore = new Set();
  #replaying = false;

  constructor(settings, store, pull) {
    this.#settings = settings;
    this.#store = store;
    this.#pull = pull;
  }

  /** Finds back to where the last run ended: what was printed then is not printed again. */
  replay({ events, done }) {
    this.#replaying = true;
    this.#doneBefore = done;
    events.forEach((entry) => this.take(entry));
    this.#replaying = false;
    this.#doneBefore = new Set();
    const now = Date.now();
    for (const call of this.#waiting.values()) {
      // what they wait for could not come meanwhile
      call.held.forEach((final) => (final.arrived = now));
      call.missing.forEach((_, number) => call.missing.set(number, now));
    }
  }

  take({ id, at, event: { type, data } }) {
    if (type === "webhook.ping") {
      this.#print(id, `ping: ${data.message}`);
    }
    if (typeof data.callId !== "string") {
      return;
    }
    const callId = data.callId;
    const call = this.#calls.get(callId) ?? new Call();
    this.#calls.delete(callId); // to the end
    this.#calls.set(callId, call);
    call.heardAt = at;
    this.#release(callId, call, at);
    if (type === "call.started") {
      call.started = true;
      this.#print(id, `${callId} started: ${data.from ?? "?"} to ${data.to ?? "?"}`);
    }
    if (this.#settings.allEvents && Number.isSafeInteger(data.seq)) {
      this.#seen(callId, call, "seq", data.seq, at);
    }
    if (type === "transcript.final") {
      this.#seen(callId, call, data.legId, data.n, at);
      call.finals++;
      call.completeUntil = Math.max(call.completeUntil, data.completeUntilMs);
      hold(call, { id, data, arrived: at });
    }
    if (type === "call.ended") {
      data.legs.forEach((leg) => this.#expect(callId, call, leg.legId, leg.finals, at));
      call.ended = { id, data };
    }
    if (Array.isArray(data.skipped)) {
      this.#skipped(callId, call, data.skipped);
    }
    this.#release(callId, call, at);
  }

  #seen(callId, call, counter, number, at) {
    if (call.started || call.newest.has(counter)) {
      this.#expect(callId, call, counter, number - 1, at);
    }
    call.missing.delete(`${counter} ${number}`);
    call.newest.set(counter, Math.max(number, call.newest.get(counter) ?? 0));
  }

  /** All numbers up to this one must have come. */
  #expect(callId, call, counter, number, at) {
    const first = Math.max((call.newest.get(counter) ?? 0) + 1, number - MOST_MISSING);
    if (first > number) {
      return;
    }
    for (let it = first; it <= number; it++) {
      call.missing.set(`${counter} ${it}`, at);
    }
    call.newest.set(counter, number);
    const what = counter === "seq" ? counter : `${counter} n`;
    this.#notice(`${callId} missing: ${what} ${first === number ? first : `${first}-${number}`}`);
  }

  /** Sidetone has given these up: only the pull side still has them. */
  #skipped(callId, call, numbers) {
    this.#notice(`${callId} skipped: seq ${numbers.join(", ")}`);
    if (!this.#settings.pullUrl) {
      call.missing.clear(); // nothing to wait for
    }
  }

  /** Prints the finals whose turn it is: before them nothing more can come, or it was waited for long enough. */
  #release(callId, call, now) {
    for (const [number, since] of call.missing) {
      if (now - since >= this.#settings.holdMs) {
        call.missing.delete(number);
      }
    }
    while (call.held.length > 0) {
      const { id, data, arrived } = call.held[0];
      const inTurn = call.missing.size === 0 && (call.ended || data.startMs < call.completeUntil);
      if (!inTurn && now - arrived < this.#settings.holdMs) {
        break;
      }
      call.held.shift();
      let marks = data.late || data.startMs < call.printedUntil ? " (late)" : "";
      marks += data.repaired ? " (repaired)" : "";
      call.printedUntil = Math.max(call.printedUntil, data.startMs);
      this.#print(id, `${callId} ${clock(data.startMs)} ${data.role}: ${data.text}${marks}`);
    }
    if (call.ended && call.held.length === 0 && call.missing.size === 0) {
      const { id, data } = call.ended;
      call.ended = undefined;
      call.completeUntil = Infinity; // what follows is late
      const expected = data.legs.reduce((sum, leg) => sum + leg.finals, 0);
      const more = data.pendingRepairMs > 0 ? ", more may follow" : "";
      this.#print(id, `${callId} ended: ${data.endReason}, ${call.finals} of ${expected} finals${more}`);
    }
    if (call.held.length > 0 || call.ended) {
      this.#waiting.set(callId, call);
    } else {
      this.#waiting.delete(callId);
    }
  }

  tick(now) {
    for (const [callId, call] of this.#waiting) {
      this.#release(callId, call, now);
    }
    for (const [callId, call] of this.#calls) {
      if (now - call.heardAt <= FORGET_AFTER_MS) {
        break;
      }
      this.#calls.delete(callId);
      this.#waiting.delete(callId);
    }
  }

  #notice(line) {
    if (!this.#replaying) {
      say(line);
      this.#pull.wake();
    }
  }

  #print(id, line) {
    if (!this.#doneBefore.has(id)) {
      say(line);
      this.#store.markDone(id);
    }
  }
}

function hold(call, final) {
  const { startMs, seq } = final.data;
  const isBefore = ({ data }) => startMs < data.startMs || (startMs === data.startMs && seq < data.seq);
  let place = call.held.length; // most belong at the end
  while (place > 0 && isBefore(call.held[place - 1])) {
    place--;
  }
  call.held.splice(place, 0, final);
}

function clock(ms) {
  const two = (value) => String(value).padStart(2, "0");
  const seconds = Math.floor(ms / 1000);
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, "0")}`;
}

// --- catching up --------------------------------------------------------------------------------

/** Reads from Sidetone what the webhook has missed: at the start, when something is missing, and every hour. */
class Pull {
  #settings;
  #store;
  #wanted = false;
  #wakeUp = () => {};

  constructor(settings, store) {
    this.#settings = settings;
    this.#store = store;
  }

  wake() {
    this.#wanted = true;
    this.#wakeUp();
  }

  async run() {
    let pauseMs = 1000;
    while (true) {
      this.#wanted = false;
      try {
        await this.#catchUp();
        pauseMs = 1000;
        await this.#untilWanted();
        await sleep(pauseMs); // what is missed now may be on its way
      } catch (failure) {
        pauseMs = Math.min(60_000, pauseMs * 2);
        const why = failure.cause?.message ?? failure.message;
        complain(`catching up from ${this.#settings.pullUrl} failed: ${why}; trying again in ${pauseMs / 1000} s`);
        await sleep(pauseMs);
      }
    }
  }

  #untilWanted() {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PULL_EVERY_MS);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#wanted) {
        this.#wakeUp();
      }
    });
  }

  async #catchUp() {
    let pulled = 0;
    let fresh = 0;
    while (true) {
      const page = await this.#page();
      const events = page.items.filter(fits).map(({ id, ...event }) => [id, event]);
      fresh += await this.#store.add(events, page.nextCursor);
      pulled += events.length;
      if (page.items.length === 0 || !page.nextCursor) {
        say(`receiver: caught up, ${pulled} events pulled, ${fresh} of them new`);
        return;
      }
    }
  }

  async #page() {
    const query = new URLSearchParams({ limit: "500", wait: "0" });
    if (!this.#settings.allEvents) {
      query.set("types", WORKED_ON);
    }
    if (this.#store.cursor) {
      query.set("after", this.#store.cursor);
    }
    const answer = await fetch(`${this.#settings.pullUrl}/api/v1/events?${query}`, {
      headers: { authorization: `Bearer ${this.#settings.pullToken}`, accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(60_000),
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      const hint = answer.status === 401 || answer.status === 403 ? "; is RECEIVER_PULL_TOKEN right?" : "";
      throw new Error(`answered ${answer.status}${hint}`);
    }
    const page = await answer.json();
    if (!isObject(page) || !Array.isArray(page.items)) {
      throw new Error("the answer is not a page of events");
    }
    return page;
  }
}

function fits(item) {
  const problem = misshapen(item) ?? (ID.test(String(item.id)) ? undefined : "no proper id");
  if (problem) {
    complain(`an event of the pull side is passed over: ${problem}`);
  }
  return !problem;
}

// --- the door -----------------------------------------------------------------------------------

/** The whole body, or undefined if it is too long. */
async function read(request, maxBytes) {
  if (Number(request.headers["content-length"]) > maxBytes) {
    return undefined;
  }
  const pieces = [];
  let length = 0;
  for await (const piece of request) {
    length += piece.length;
    if (length > maxBytes) {
      return undefined;
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** [status, why] for one request. */
async function judge(settings, store, request) {
  if (request.method !== "POST") {
    return [405, "only POST is taken here"];
  }
  const body = await read(request, settings.maxBytes);
  if (!body) {
    return [413, `the body is longer than ${settings.maxBytes} bytes`];
  }
  const doubt = objection(settings.secrets, request.headers, body, Date.now());
  if (doubt) {
    return [401, doubt];
  }
  let event;
  try {
    event = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return [400, "the body is not JSON"];
  }
  const problem = misshapen(event);
  if (problem) {
    return [400, problem];
  }
  try {
    await store.add([[request.headers["webhook-id"], event]]);
  } catch (failure) {
    return [503, `it could not be stored: ${failure.message}`];
  }
  return [204, ""];
}

function answer(response, [status, why]) {
  if (why) {
    complain(`answered ${status}: ${why}`);
    response.setHeader("content-type", "text/plain; charset=utf-8");
  }
  if (status === 503) {
    response.setHeader("retry-after", "5");
  }
  if (status === 405) {
    response.setHeader("allow", "POST");
  }
  if (status === 405 || status === 413) {
    response.setHeader("connection", "close"); // the rest of the body is not worth reading
  }
  response.writeHead(status).end(why ? why + "\n" : undefined);
}

async function main() {
  const settings = readSettings(process.env);
  const store = new Store(settings.folder, settings.keepDays);
  const pull = new Pull(settings, store);
  const work = new Work(settings, store, pull);
  let start;
  const started = new Promise((resolve) => (start = resolve)); // who comes early waits
  const server = createServer({ requestTimeout: 60_000 }, (request, response) => {
    started.then(() => judge(settings, store, request)).then(
      (verdict) => answer(response, verdict),
      (failure) => {
        complain(`a request broke off: ${failure.message}`);
        response.destroy();
      },
    );
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve, reject) => server.once("error", reject).listen(settings.port, settings.host, resolve));
  work.replay(await store.load());
  store.onFresh = (entry) => setImmediate(() => work.take(entry)); // after the answer
  setInterval(() => work.tick(Date.now()), 1000);
  start();
  if (settings.pullUrl) {
    pull.run().catch((failure) => giveUp("catching up", failure));
  }
  say(`receiver: listening on http://${settings.host}:${server.address().port}/`);
}

process.on("uncaughtException", (failure) => giveUp("the work", failure));
main().catch((failure) => {
  complain(`cannot start: ${failure.message}`);
  process.exit(2);
});
