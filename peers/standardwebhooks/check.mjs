// Receives webhooks on a free port of loopback and has the public Standard Webhooks library judge them.
//
// WEBHOOK_SECRET=whsec_… node check.mjs
// Prints "listening <port>", then a line of JSON per request: { id, type, callId, error? }. Ends when stdin does.

import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

async function text(request) {
  const pieces = [];
  for await (const piece of request) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function judge(body, headers) {
  const verdict = { id: headers["webhook-id"] };
  try {
    const event = webhook.verify(body, headers);
    return { ...verdict, type: event.type, callId: event.data.callId };
  } catch (error) {
    return { ...verdict, error: String(error) };
  }
}

const server = createServer(async (request, response) => {
  const verdict = judge(await text(request), request.headers);
  console.log(JSON.stringify(verdict));
  response.writeHead(verdict.error ? 401 : 204).end();
});
server.listen(0, "127.0.0.1", () => console.log(`listening ${server.address().port}`));
process.stdin.on("end", () => process.exit(0)).resume();
