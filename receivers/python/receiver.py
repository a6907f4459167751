#!/usr/bin/env python3
"""Receives Sidetone's webhooks: verifies, stores, answers, and afterwards prints each call in spoken order.

Python 3.9 or newer, standard library only. Settings and behaviour: ../README.md
"""

import base64
import hashlib
import heapq
import hmac
import json
import os
import queue
import re
import sqlite3
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import OrderedDict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 300  # how far a request's timestamp may be off
FORGET_AFTER_SECONDS = 72 * 3600  # a call of which nothing was heard for so long
PULL_EVERY_SECONDS = 3600  # also without a reason, so that the cursor is never far behind
WORKED_ON = "call.started,transcript.final,call.ended"
MOST_MISSING = 1000  # numbers remembered as missing by one jump
MOST_AT_ONCE = 256  # requests whose events share a transaction
ID = re.compile(r"[A-Za-z0-9_.-]{1,128}")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
SHAPES = {  # what is read of each type; other fields and types are stored as they come
    "call.started": {"callId": str, "seq": int},
    "transcript.final": {
        "callId": str, "seq": int, "legId": str, "n": int, "role": str, "text": str,
        "startMs": int, "completeUntilMs": int, "late": bool, "repaired": bool,
    },
    "call.ended": {"callId": str, "seq": int, "endReason": str, "legs": list, "pendingRepairMs": int},
    "webhook.ping": {"message": str},
}


def say(line):
    _write(sys.stdout, UNPRINTABLE.sub(" ", line))


def complain(line):
    _write(sys.stderr, "receiver: " + UNPRINTABLE.sub(" ", line))


def _write(stream, line):
    """In one piece: print() writes the line's end separately, and another thread's line may come between."""
    stream.write(line + "\n")
    stream.flush()


def give_up(what, failure):
    """A receiver that cannot work must not go on saying that it does."""
    complain("%s has failed: %r; stopping" % (what, failure))
    os._exit(1)


class BadSettings(Exception):
    pass


class Settings:
    def __init__(self, env):
        self.secrets = [self._key(text) for text in re.split(r"[\s,]+", env.get("RECEIVER_SECRETS", "")) if text]
        if not self.secrets:
            raise BadSettings("RECEIVER_SECRETS is not set; give the webhook's secret, whsec_… (several, "
                              "with commas, while one is replaced)")
        self.host = env.get("RECEIVER_HOST") or "127.0.0.1"
        self.port = self._number(env, "RECEIVER_PORT", 9300, 0, 65535)
        self.folder = env.get("RECEIVER_DATA") or "received"
        self.max_bytes = self._number(env, "RECEIVER_MAX_BYTES", 262144, 1024, 1 << 30)
        self.keep_days = self._number(env, "RECEIVER_KEEP_DAYS", 7, 4, 3650)
        self.hold_seconds = self._number(env, "RECEIVER_HOLD_SECONDS", 30, 0, 3600)
        self.all_events = env.get("RECEIVER_ALL_EVENTS", "") == "true"
        self.pull_url = (env.get("RECEIVER_PULL_URL") or "").rstrip("/")
        self.pull_token = env.get("RECEIVER_PULL_TOKEN") or ""
        if self.pull_url and not re.match("https?://", self.pull_url):
            raise BadSettings("RECEIVER_PULL_URL is %s; expected Sidetone's address, such as http://localhost:8080"
                              % self.pull_url)

    @staticmethod
    def _key(text):
        try:
            key = base64.b64decode(text[6:] if text.startswith("whsec_") else text, validate=True)
        except ValueError:
            key = b""
        if len(key) < 24:
            raise BadSettings("RECEIVER_SECRETS: one of them is not whsec_ and base64 of 24 bytes or more")
        return key

    @staticmethod
    def _number(env, name, default, least, most):
        text = env.get(name) or str(default)
        if not re.fullmatch("[0-9]{1,10}", text) or not least <= int(text) <= most:
            raise BadSettings("%s is %s; expected a whole number from %d to %d" % (name, text, least, most))
        return int(text)


# --- whom to believe ---------------------------------------------------------------------------


def objection(secrets, headers, body, now):
    """Why a request is not to be believed; None if it is. Standard Webhooks, signature v1."""
    webhook_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not ID.fullmatch(webhook_id):
        return "webhook-id is missing or malformed"
    if not re.fullmatch("[0-9]{1,12}", timestamp):
        return "webhook-timestamp is missing or malformed"
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return "webhook-timestamp is more than 5 minutes off; are both clocks right?"
    given = [it[3:].encode() for it in headers.get("webhook-signature", "").split(" ") if it.startswith("v1,")]
    signed = ("%s.%s." % (webhook_id, timestamp)).encode() + body
    matches = False
    for secret in secrets:  # everything with everything: the time it takes tells nothing
        expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest())
        for signature in given:
            matches |= hmac.compare_digest(expected, signature)
    return None if matches else "webhook-signature does not match; is the secret that of this webhook?"


def misshapen(event):
    """What is wrong with an event; None if nothing is."""
    if not isinstance(event, dict) or not isinstance(event.get("type"), str) or not isinstance(event.get("data"), dict):
        return "expected a JSON object with type and data"
    for field, kind in SHAPES.get(event["type"], {}).items():
        value = event["data"].get(field)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            return "%s without a proper data.%s" % (event["type"], field)
    if event["type"] == "call.ended" and not all(is_leg(leg) for leg in event["data"]["legs"]):
        return "call.ended with a leg without legId and finals"
    return None


def is_leg(leg):
    return isinstance(leg, dict) and isinstance(leg.get("legId"), str) and type(leg.get("finals")) is int


def parse(text):
    """JSON and nothing but JSON."""
    def refuse(constant):
        raise ValueError(constant + " is not JSON")
    return json.loads(text, parse_constant=refuse)


# --- what is kept ------------------------------------------------------------------------------


class Task:
    def __init__(self, events, cursor=None, done=None):
        self.events, self.cursor, self.done = events, cursor, done
        self.fresh = 0
        self.error = None
        self.finished = threading.Event()


class Store(threading.Thread):
    """Keeps events, each once, and what was done with them. Whatever waits is written in one transaction."""

    def __init__(self, folder, keep_days):
        super().__init__(name="store", daemon=True)
        os.makedirs(folder, exist_ok=True)
        self.keep_days = keep_days
        self.tasks = queue.Queue()
        self.work = queue.Queue()  # what is new, in the order in which it was stored
        self.day = ""
        self.database = sqlite3.connect(os.path.join(folder, "events.db"), check_same_thread=False)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")  # a commit survives a power cut
        self.database.execute("CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL,"
                              " day TEXT NOT NULL, at REAL NOT NULL, event TEXT NOT NULL, done INTEGER DEFAULT 0)")
        self.database.execute("CREATE INDEX IF NOT EXISTS days ON events (day)")
        self.database.execute("CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        self.database.commit()
        row = self.database.execute("SELECT value FROM state WHERE name = 'cursor'").fetchone()
        self.cursor = row[0] if row else None  # up to here the pull side was read

    def stored(self):
        """Everything kept, oldest first: (id, at, event, whether it is done). Before the thread starts."""
        for row in self.database.execute("SELECT id, at, event, done FROM events ORDER BY number"):
            yield row[0], row[1], json.loads(row[2]), bool(row[3])

    def add(self, events, cursor=None):
        """Stores (id, event) pairs and the cursor behind them; returns once that would survive a power cut.

        Returns how many of them are new. Raises what went wrong.
        """
        task = Task(events, cursor=cursor)
        self.tasks.put(task)
        task.finished.wait()
        if task.error:
            raise task.error
        return task.fresh

    def mark_done(self, event_id):
        self.tasks.put(Task([], done=event_id))

    def run(self):
        try:
            while True:
                batch = [self.tasks.get()]
                while len(batch) < MOST_AT_ONCE and not self.tasks.empty():
                    batch.append(self.tasks.get())
                self._write(batch)
        except BaseException as failure:
            give_up("the store", failure)

    def _write(self, batch):
        fresh, error = [], None
        try:
            with self.database:  # commits, or rolls back
                for task in batch:
                    self._insert(task, fresh)
                self._prune()
        except sqlite3.Error as failure:
            fresh, error, self.day = [], failure, ""
        for event in fresh:
            self.work.put(event)
        for task in batch:
            task.error = error
            self.cursor = task.cursor if task.cursor and not error else self.cursor
            task.finished.set()

    def _insert(self, task, fresh):
        now = time.time()
        day = time.strftime("%Y-%m-%d", time.gmtime(now))
        task.fresh = 0
        for event_id, event in task.events:
            row = (event_id, day, now, json.dumps(event, separators=(",", ":")))
            added = self.database.execute("INSERT OR IGNORE INTO events (id, day, at, event) VALUES (?, ?, ?, ?)", row)
            if added.rowcount == 1:
                task.fresh += 1
                fresh.append((event_id, now, event))
        if task.cursor:
            self.database.execute("REPLACE INTO state VALUES ('cursor', ?)", (task.cursor,))
        if task.done:
            self.database.execute("UPDATE events SET done = 1 WHERE id = ?", (task.done,))

    def _prune(self):
        """Keeps the newest days on which anything came, however long ago that was."""
        today = time.strftime("%Y-%m-%d", time.gmtime())
        if today != self.day:
            self.day = today
            self.database.execute("DELETE FROM events WHERE day NOT IN"
                                  " (SELECT DISTINCT day FROM events ORDER BY day DESC LIMIT ?)", (self.keep_days,))


# --- the work: replace what this prints by what you need -----------------------------------------


class Call:
    def __init__(self):
        self.held = []  # finals that wait for their turn: a heap by startMs and seq
        self.complete_until = 0  # of the transcript, as the newest final says
        self.printed_until = -1  # startMs of the latest one that was printed
        self.newest = {}  # highest number seen, by leg; of all events under "seq"
        self.missing = {}  # (leg or "seq", number) -> since when it is missed
        self.started = False
        self.finals = 0
        self.ended = None  # (id, data) once the end is known and not printed
        self.heard_at = 0


class Work(threading.Thread):
    """Takes stored events one by one and prints each call's finals in the order in which they were spoken."""

    def __init__(self, settings, store, pull):
        super().__init__(name="work", daemon=True)
        self.settings, self.store, self.pull = settings, store, pull
        self.calls = OrderedDict()  # the one heard of longest ago first
        self.waiting = {}  # of these, those in which something is held
        self.done_before = set()
        self.replaying = False

    def replay(self):
        """Finds back to where the last run ended: what was printed then is not printed again."""
        self.replaying = True
        for event_id, at, event, done in self.store.stored():
            if done:
                self.done_before.add(event_id)
            self.take(event_id, at, event)
        self.replaying = False
        self.done_before = set()
        now = time.time()
        for call in self.waiting.values():  # what they wait for could not come meanwhile
            call.held = [(start_ms, seq, now, event_id, data) for start_ms, seq, _, event_id, data in call.held]
            call.missing = dict.fromkeys(call.missing, now)

    def run(self):
        try:
            ticked = 0
            while True:
                try:
                    self.take(*self.store.work.get(timeout=1))
                except queue.Empty:
                    pass
                if time.time() - ticked >= 1:
                    ticked = time.time()
                    self.tick(ticked)
        except BaseException as failure:
            give_up("the work", failure)

    def take(self, event_id, at, event):
        kind, data = event["type"], event["data"]
        if kind == "webhook.ping":
            self._print(event_id, "ping: " + data["message"])
        if not isinstance(data.get("callId"), str):
            return
        call_id = data["callId"]
        call = self.calls.setdefault(call_id, Call())
        self.calls.move_to_end(call_id)
        call.heard_at = at
        self._release(call_id, call, at)
        if kind == "call.started":
            call.started = True
            self._print(event_id, "%s started: %s to %s" % (call_id, data.get("from") or "?", data.get("to") or "?"))
        if self.settings.all_events and isinstance(data.get("seq"), int):
            self._seen(call_id, call, "seq", data["seq"], at)
        if kind == "transcript.final":
            self._seen(call_id, call, data["legId"], data["n"], at)
            call.finals += 1
            call.complete_until = max(call.complete_until, data["completeUntilMs"])
            heapq.heappush(call.held, (data["startMs"], data["seq"], at, event_id, data))
        if kind == "call.ended":
            for leg in data["legs"]:
                self._expect(call_id, call, leg["legId"], leg["finals"], at)
            call.ended = (event_id, data)
        if isinstance(data.get("skipped"), list):
            self._skipped(call_id, call, data["skipped"])
        self._release(call_id, call, at)

    def _seen(self, call_id, call, counter, number, at):
        if call.started or counter in call.newest:
            self._expect(call_id, call, counter, number - 1, at)
        call.missing.pop((counter, number), None)
        call.newest[counter] = max(number, call.newest.get(counter, 0))

    def _expect(self, call_id, call, counter, number, at):
        """All numbers up to this one must have come."""
        first = max(call.newest.get(counter, 0) + 1, number - MOST_MISSING)
        if first > number:
            return
        for it in range(first, number + 1):
            call.missing[(counter, it)] = at
        call.newest[counter] = number
        what = counter if counter == "seq" else counter + " n"
        self._notice("%s missing: %s %s" % (call_id, what, first if first == number else "%d-%d" % (first, number)))

    def _skipped(self, call_id, call, numbers):
        """Sidetone has given these up: only the pull side still has them."""
        self._notice("%s skipped: seq %s" % (call_id, ", ".join(map(str, numbers))))
        if not self.settings.pull_url:
            call.missing.clear()  # nothing to wait for

    def _release(self, call_id, call, now):
        """Prints the finals whose turn it is: before them nothing more can come, or it was waited for long enough."""
        hold = self.settings.hold_seconds
        call.missing = {key: since for key, since in call.missing.items() if now - since < hold}
        while call.held:
            start_ms, _, arrived, event_id, data = call.held[0]
            in_turn = not call.missing and (call.ended or start_ms < call.complete_until)
            if not in_turn and now - arrived < hold:
                break
            heapq.heappop(call.held)
            marks = " (late)" if data["late"] or start_ms < call.printed_until else ""
            marks += " (repaired)" if data["repaired"] else ""
            call.printed_until = max(call.printed_until, start_ms)
            clock = "%02d:%02d.%03d" % (start_ms // 60000, start_ms // 1000 % 60, start_ms % 1000)
            self._print(event_id, "%s %s %s: %s%s" % (call_id, clock, data["role"], data["text"], marks))
        if call.ended and not call.held and not call.missing:
            event_id, data = call.ended
            call.ended = None
            call.complete_until = 1 << 62  # what follows is late
            expected = sum(leg["finals"] for leg in data["legs"])
            more = ", more may follow" if data["pendingRepairMs"] > 0 else ""
            self._print(event_id, "%s ended: %s, %d of %d finals%s"
                        % (call_id, data["endReason"], call.finals, expected, more))
        if call.held or call.ended:
            self.waiting[call_id] = call
        else:
            self.waiting.pop(call_id, None)

    def tick(self, now):
        for call_id, call in list(self.waiting.items()):
            self._release(call_id, call, now)
        while self.calls and now - next(iter(self.calls.values())).heard_at > FORGET_AFTER_SECONDS:
            self.waiting.pop(self.calls.popitem(last=False)[0], None)

    def _notice(self, line):
        if not self.replaying:
            say(line)
            self.pull.wake()

    def _print(self, event_id, line):
        if event_id not in self.done_before:
            say(line)
            self.store.mark_done(event_id)


# --- catching up --------------------------------------------------------------------------------


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token goes to the configured address and nowhere else."""

    def redirect_request(self, *_):
        return None


class Pull(threading.Thread):
    """Reads from Sidetone what the webhook has missed: at the start, when something is missing, and every hour."""

    def __init__(self, settings, store):
        super().__init__(name="pull", daemon=True)
        self.settings, self.store = settings, store
        self.wanted = threading.Event()
        self.opener = urllib.request.build_opener(NoRedirects)

    def wake(self):
        self.wanted.set()

    def run(self):
        pause = 1
        while True:
            self.wanted.clear()
            try:
                self._catch_up()
                pause = 1
                self.wanted.wait(PULL_EVERY_SECONDS)
                time.sleep(pause)  # what is missed now may be on its way
            except Exception as failure:
                pause = min(60, pause * 2)
                complain("catching up from %s failed: %s; trying again in %d s" % (self.settings.pull_url, failure, pause))
                time.sleep(pause)

    def _catch_up(self):
        pulled = fresh = 0
        while True:
            page = self._page()
            events = [(item["id"], {key: value for key, value in item.items() if key != "id"})
                      for item in page["items"] if self._fits(item)]
            fresh += self.store.add(events, page.get("nextCursor"))
            pulled += len(events)
            if not page["items"] or not page.get("nextCursor"):
                say("receiver: caught up, %d events pulled, %d of them new" % (pulled, fresh))
                return

    @staticmethod
    def _fits(item):
        problem = misshapen(item) or (None if ID.fullmatch(str(item.get("id"))) else "no proper id")
        if problem:
            complain("an event of the pull side is passed over: " + problem)
        return problem is None

    def _page(self):
        query = {"limit": "500", "wait": "0"}
        if not self.settings.all_events:
            query["types"] = WORKED_ON
        if self.store.cursor:
            query["after"] = self.store.cursor
        request = urllib.request.Request(
            self.settings.pull_url + "/api/v1/events?" + urllib.parse.urlencode(query),
            headers={"Authorization": "Bearer " + self.settings.pull_token, "Accept": "application/json"})
        try:
            with self.opener.open(request, timeout=60) as answer:
                page = parse(answer.read().decode("utf-8"))
        except urllib.error.HTTPError as refusal:
            hint = "; is RECEIVER_PULL_TOKEN right?" if refusal.code in (401, 403) else ""
            raise ValueError("answered %d%s" % (refusal.code, hint)) from refusal
        if not isinstance(page, dict) or not isinstance(page.get("items"), list):
            raise ValueError("the answer is not a page of events")
        return page


# --- the door -----------------------------------------------------------------------------------


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, settings, store):
        super().__init__((settings.host, settings.port), Handler)
        self.settings, self.store = settings, store

    def handle_error(self, request, client_address):
        complain("a request broke off: %s" % sys.exc_info()[1])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60  # for a request to arrive, and between requests

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not re.fullmatch("[0-9]{1,18}", length):
            self._answer(411, "content-length is missing", close=True)
        elif int(length) > self.server.settings.max_bytes:
            self._answer(413, "the body is longer than %d bytes" % self.server.settings.max_bytes, close=True)
        else:
            self._answer(*self._take(self.rfile.read(int(length))))

    def _take(self, body):
        problem = objection(self.server.settings.secrets, self.headers, body, time.time())
        if problem:
            return 401, problem
        try:
            event = parse(body.decode("utf-8"))
        except (ValueError, RecursionError):
            return 400, "the body is not JSON"
        problem = misshapen(event)
        if problem:
            return 400, problem
        try:
            self.server.store.add([(self.headers["webhook-id"], event)])
        except sqlite3.Error as failure:
            return 503, "it could not be stored: %s" % failure
        return 204, ""

    def _refuse_method(self):
        self._answer(405, "only POST is taken here", close=True)

    do_GET = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _refuse_method

    def _answer(self, status, why, close=False):
        if why:
            complain("answered %d: %s" % (status, why))
        body = (why + "\n").encode() if why and self.command != "HEAD" else b""
        self.send_response(status)
        if status == 503:
            self.send_header("Retry-After", "5")
        if status == 405:
            self.send_header("Allow", "POST")
        if why:
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        if close:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass  # refusals are told above, the rest is printed by the work


def main():
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    try:
        settings = Settings(os.environ)
        store = Store(settings.folder, settings.keep_days)
        server = Server(settings, store)
    except (BadSettings, OSError, sqlite3.Error) as failure:
        complain("cannot start: %s" % failure)
        return 2
    pull = Pull(settings, store)
    work = Work(settings, store, pull)
    work.replay()
    store.start()
    work.start()
    if settings.pull_url:
        pull.start()
    say("receiver: listening on http://%s:%d/" % server.server_address[:2])
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
