#!/usr/bin/env python3
"""Makes the simulator's recordings from the scripts beside it, or checks those that are there.

    python3 app/src/recordings/make.py            makes all of them again, then checks them
    python3 app/src/recordings/make.py --check    checks the files in the resources
"""

import json
import pathlib
import re
import sys

import audio
import check
import voice

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = HERE / "scripts"
RESOURCES = HERE.parent / "main/resources/io/sidetone/sim/recordings"

SAMPLES_PER_MS = audio.RATE // 1000
FRAME_MS = audio.FRAME // SAMPLES_PER_MS
PACKET_MS = 20  # a recording is a whole number of Twilio's media packets
LEAD_IN_MS = 500
TAIL_MS = 700
AFTER_MS = 350  # between two turns, where the script says nothing
PAUSE_MS = 60  # shorter silence at a word's edge is a stop consonant closing, and belongs to it
RING_MS = 10  # the filter lets a neighbour's sound ring this far into a word
TRACKS = {"technician": "inbound", "agent": "outbound"}


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(f"unknown arguments {arguments}; {__doc__}")
    scripts = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(SCRIPTS.glob("*.json"))]
    if not arguments:
        _require("libespeak-ng", voice.installed_version(), voice.VERSION)
        _require("sox", audio.installed_version(), audio.VERSION)
        RESOURCES.mkdir(parents=True, exist_ok=True)
        for script in scripts:
            try:
                make(script)
            except ValueError as problem:
                sys.exit(f"{script['name']}: {problem}")
        (RESOURCES / check.INDEX).write_text(check.index(scripts), encoding="utf-8")
    sys.exit(check.report(RESOURCES, scripts))


def _require(tool, got, expected):
    if got != expected:
        sys.exit(
            f"{tool}: found {got or 'none'}, expected {expected}. Another version gives other bytes;"
            " Debian 12 has this one (apt-get install espeak-ng sox)."
        )


def make(script):
    turns = script["turns"]
    requests = [_request(script, turn) for turn in turns]
    spoken = [_telephoned(s) for s in voice.speak_all(requests)]
    placed = _placed(turns, spoken)
    end_ms = max(start + sound.length_ms for start, sound in placed) + TAIL_MS
    duration_ms = -(-end_ms // PACKET_MS) * PACKET_MS
    for speaker in TRACKS:
        own = [place for turn, place in zip(turns, placed) if turn["speaker"] == speaker]
        leg = _leg(own, duration_ms, seed=f"{script['name']}.{speaker}")
        audio.write_mulaw(RESOURCES / _file(script, speaker), leg)
    utterances = [_utterance(turn, *place) for turn, place in zip(turns, placed)]
    utterances.sort(key=lambda utterance: utterance["startMs"])
    text = _written(script, duration_ms, utterances)
    (RESOURCES / f"{script['name']}.json").write_text(text, encoding="utf-8")


def _request(script, turn):
    said = script["spokenAs"]
    return script["voices"][turn["speaker"]], [_said(t, said) for t in turn["text"].split()]


def _said(token, spoken_as):
    """The token as eSpeak must hear it, with its punctuation kept for the melody."""
    core = re.sub(r"[.,?!]+$", "", token)
    return spoken_as.get(core, core) + token[len(core) :]


class Sound:
    """A spoken turn from its first to its last audible frame, with each word's span in it."""

    def __init__(self, samples, words):
        begin, end = words[0][0], words[-1][1]
        self.samples = samples[begin * SAMPLES_PER_MS : end * SAMPLES_PER_MS]
        self.words = [(start - begin, stop - begin) for start, stop in words]
        self.length_ms = end - begin


def _telephoned(spoken):
    samples = audio.telephone(spoken.samples, spoken.rate)
    heard = audio.audible(samples)
    starts = [round(start * 1000 / spoken.rate) for start in spoken.starts]
    ends = starts[1:] + [len(samples) // SAMPLES_PER_MS]
    words = [_trimmed(start, end, heard) for start, end in zip(starts, ends)]
    words[0] = (heard.index(True) * FRAME_MS, words[0][1])
    words[-1] = (words[-1][0], (len(heard) - heard[::-1].index(True)) * FRAME_MS)
    return Sound(samples, words)


def _trimmed(start, end, heard):
    """The span without the silence at its edges, unless that is no more than a closure."""
    inside = range((start + RING_MS) // FRAME_MS, min((end - RING_MS) // FRAME_MS, len(heard)))
    frames = [i for i in inside if heard[i]]
    if not frames:
        raise ValueError(f"nothing to be heard from {start} to {end} ms")
    first, last = frames[0] * FRAME_MS, (frames[-1] + 1) * FRAME_MS
    return (first if first - start > PAUSE_MS else start), (last if end - last > PAUSE_MS else end)


def _placed(turns, spoken):
    """Each turn's start in call time; afterMs counts from the end of all speech before it."""
    placed, latest_ms = [], LEAD_IN_MS - AFTER_MS
    for turn, sound in zip(turns, spoken):
        start_ms = latest_ms + turn.get("afterMs", AFTER_MS)
        placed.append((start_ms, sound))
        latest_ms = max(latest_ms, start_ms + sound.length_ms)
    return placed


def _leg(placed, duration_ms, seed):
    leg = audio.comfort_noise(duration_ms * SAMPLES_PER_MS, seed)
    for start_ms, sound in placed:
        for at, value in enumerate(sound.samples, start_ms * SAMPLES_PER_MS):
            leg[at] += value
    return leg


def _utterance(turn, start_ms, sound):
    words = [
        {
            "word": check.bare(token),
            "punctuated": token,
            "startMs": start_ms + start,
            "endMs": start_ms + end,
        }
        for token, (start, end) in zip(turn["text"].split(), sound.words)
    ]
    return {
        "speaker": turn["speaker"],
        "startMs": start_ms,
        "endMs": start_ms + sound.length_ms,
        "text": turn["text"],
        "words": words,
    }


def _file(script, speaker):
    return f"{script['name']}.{speaker}.wav"


def _written(script, duration_ms, utterances):
    """JSON with one word a line, so that a changed time shows as one changed line."""
    line = lambda value: json.dumps(value, ensure_ascii=False)
    speakers = {s: {"file": _file(script, s), "track": t} for s, t in TRACKS.items()}
    blocks = []
    for utterance in utterances:
        head = line({key: value for key, value in utterance.items() if key != "words"})[:-1]
        words = ",\n".join("      " + line(word) for word in utterance["words"])
        blocks.append(f'    {head}, "words": [\n{words}\n    ]}}')
    return (
        f'{{\n  "name": {line(script["name"])},\n  "language": {line(script["language"])},\n'
        f'  "durationMs": {duration_ms},\n  "speakers": {line(speakers)},\n'
        '  "utterances": [\n' + ",\n".join(blocks) + "\n  ]\n}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
