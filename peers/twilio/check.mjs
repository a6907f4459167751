// A second opinion on the module twiml, from Twilio's Node library and a strict XML parser.
//
// Reads one JSON object from stdin, writes one to stdout; TwilioPeerTest (module twiml) asks and compares.
//   in:  { signatures: [{ kind, token, url, params?, body?, ours }], answers: [{ xml, verbs }] }
//   out: { signatures: [{ url, signature, acceptsOurs }], answers: [{ ours, theirs }] }
// `verbs` is a list of [verb, attributes, content], content being text or a list of the same: the calls to make on
// VoiceResponse. `ours` and `theirs` are trees of [name, attributes, children].

import { readFileSync } from "node:fs";
import { SaxesParser } from "saxes";
import twilio from "twilio";

function checkSignature({ kind, token, url, params = {}, body, ours }) {
  if (kind === "json") {
    const separator = url.includes("?") ? "&" : "?";
    const signedUrl = `${url}${separator}bodySHA256=${twilio.getExpectedBodyHash(body)}`;
    return {
      url: signedUrl,
      signature: twilio.getExpectedTwilioSignature(token, signedUrl, {}),
      acceptsOurs: twilio.validateRequestWithBody(token, ours, signedUrl, body),
    };
  }
  return {
    url,
    signature: twilio.getExpectedTwilioSignature(token, url, params),
    acceptsOurs: twilio.validateRequest(token, ours, url, params),
  };
}

function build(parent, verbs) {
  for (const [verb, attributes, content] of verbs) {
    if (typeof content === "string") {
      parent[verb](attributes, content);
    } else {
      build(parent[verb](attributes), content);
    }
  }
}

function theirAnswer(verbs) {
  const response = new twilio.twiml.VoiceResponse();
  build(response, verbs);
  return response.toString();
}

function tree(xml) {
  const root = ["", {}, []];
  const open = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = [name, sorted(attributes), []];
    open.at(-1)[2].push(element);
    open.push(element);
  });
  parser.on("text", (text) => open.length > 1 && open.at(-1)[2].push(text));
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return root[2][0];
}

function sorted(attributes) {
  return Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(
  JSON.stringify({
    signatures: asked.signatures.map(checkSignature),
    answers: asked.answers.map(({ xml, verbs }) => ({ ours: tree(xml), theirs: tree(theirAnswer(verbs)) })),
  }),
);
