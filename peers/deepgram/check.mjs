// The vendor's own client against a running Deepgram emulator.
// Usage: node check.mjs <port> <folder of recordings> <recording> <speaker>
// Exits with 0 and a line per check, or with 1 and what was wrong.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeepgramClient } from "@deepgram/sdk";

const [port, folder, recording, speaker] = process.argv.slice(2);
if (!speaker) {
  throw new Error("usage: node check.mjs <port> <folder of recordings> <recording> <speaker>");
}

const FRAME_BYTES = 160;
const FRAME_MS = 20;
const LIVE = {
  model: "nova-3",
  language: "en",
  encoding: "mulaw",
  sample_rate: 8000,
  channels: 1,
  interim_results: "true",
  endpointing: 300,
  utterance_end_ms: 1000,
  vad_events: "true",
  smart_format: "true",
};

function client(key) {
  const url = `ws://127.0.0.1:${port}`;
  return new DeepgramClient({ apiKey: key, environment: { base: url, production: url, agent: url, agentRest: url } });
}

/** The bytes of the data chunk of a WAV file. */
function audioOf(file) {
  const wav = readFileSync(file);
  for (let at = 12; at < wav.length; at += 8 + wav.readUInt32LE(at + 4) + (wav.readUInt32LE(at + 4) % 2)) {
    if (wav.toString("latin1", at, at + 4) === "data") {
      return wav.subarray(at + 8, at + 8 + wav.readUInt32LE(at + 4));
    }
  }
  throw new Error(`${file}: no data chunk`);
}

async function transcribes() {
  const script = JSON.parse(readFileSync(join(folder, `${recording}.json`), "utf8"));
  const said = script.utterances.filter((u) => u.speaker === speaker);
  const silence = Buffer.alloc(8000 * 1.5, 0xff);
  const audio = Buffer.concat([audioOf(join(folder, script.speakers[speaker].file)), silence]);

  const connection = await client("any-key").listen.v1.connect({
    ...LIVE,
    language: script.language,
    reconnectAttempts: 0,
    queryParams: { extra: ["call:s_peer", `leg:${speaker}`] },
  });
  const messages = [];
  connection.on("message", (message) => messages.push(message));
  const closed = new Promise((resolve) => connection.on("close", resolve));
  connection.connect();
  await connection.waitForOpen();

  const begun = performance.now();
  for (let at = 0, n = 0; at < audio.length; at += FRAME_BYTES, n++) {
    const due = begun + n * FRAME_MS - performance.now();
    if (due > 0) await sleep(due);
    connection.sendMedia(audio.subarray(at, at + FRAME_BYTES));
  }
  connection.sendKeepAlive({ type: "KeepAlive" });
  connection.sendFinalize({ type: "Finalize" });
  connection.sendCloseStream({ type: "CloseStream" });
  const event = await closed;

  const results = messages.filter((m) => m.type === "Results");
  const finals = results.filter((m) => m.is_final);
  const words = finals.flatMap((m) => m.channel.alternatives[0].words);
  const text = finals.map((m) => m.channel.alternatives[0].transcript).filter((t) => t).join(" ");
  assert.equal(text, said.map((u) => u.text).join(" "));
  const expected = said.flatMap((u) => u.words);
  words.forEach((word, i) => {
    assert.equal(word.word, expected[i].word);
    assert.ok(Math.abs(word.start * 1000 - expected[i].startMs) <= 1, `${word.word} starts at ${word.start}`);
    assert.ok(Math.abs(word.end * 1000 - expected[i].endMs) <= 1, `${word.word} ends at ${word.end}`);
  });
  assert.ok(results.some((m) => !m.is_final), "no interim came");
  assert.ok(finals.some((m) => m.speech_final), "no speech_final came");
  assert.deepEqual(finals[0].metadata.extra, { call: "s_peer", leg: speaker });
  assert.ok(messages.some((m) => m.type === "SpeechStarted"), "no SpeechStarted came");
  assert.ok(messages.some((m) => m.type === "UtteranceEnd"), "no UtteranceEnd came");
  const metadata = messages.at(-1);
  assert.equal(metadata.type, "Metadata");
  assert.equal(metadata.duration, audio.length / 8000);
  assert.equal(event.code, 1000);
  console.log(`ok  ${recording}/${speaker}: ${text}`);
}

/** The client reports a refused handshake as an error whose text holds the status. */
async function refuses(status, key, change) {
  const connection = await client(key).listen.v1.connect({ ...LIVE, ...change, reconnectAttempts: 0 });
  const error = new Promise((resolve, reject) => {
    connection.on("error", resolve);
    connection.on("open", () => reject(new Error(`accepted (expected: ${status})`)));
  });
  connection.connect();
  const { message } = await error;
  connection.close();
  assert.match(message, new RegExp(`\\b${status}\\b`));
  console.log(`ok  ${status}: ${message}`);
}

try {
  await transcribes();
  await refuses(401, "wrong-key", {});
  await refuses(400, "any-key", { model: "flux-general-en" });
  await refuses(400, "any-key", { language: "english" });
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
