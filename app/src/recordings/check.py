"""Checks the recordings in the resources, from the files alone: no eSpeak and no SoX needed."""

import json
import re

import audio

INDEX = "index.json"

WINDOW = 320  # samples: 40 ms, what the emulator recognises a recording by
STRIDE = 160
LIMIT_BYTES = 2_500_000
WORD_DBFS = -42.0  # every word is louder
PAUSE_DBFS = -50.0  # every 20 ms of a pause are quieter
EDGE_MS = 20  # a filter rings this long past a word
PER_MS = audio.RATE // 1000
SPEAKERS = {"technician": "inbound", "agent": "outbound"}


def bare(token):
    """A token as a recogniser's plain word: lower case, no punctuation around it."""
    return re.sub(r"^\W+|\W+$", "", token).lower()


def index(scripts):
    """What the simulators read to learn which recordings there are."""
    return json.dumps({"recordings": [script["name"] for script in scripts]}) + "\n"


def report(folder, scripts):
    """Prints what is there and what is wrong with it; returns the exit status."""
    problems, legs, total = [], {}, 0
    names = [script["name"] for script in scripts]
    found = sorted(path.name for path in folder.iterdir())
    expected = [f"{n}{end}" for n in names for end in (".json", ".agent.wav", ".technician.wav")]
    expected = sorted(expected + [INDEX])
    if found != expected:
        problems.append(f"files: found {found}, expected {expected}")
    for name, script in zip(names, scripts):
        try:
            total += _check(folder, name, script, legs, problems)
        except (OSError, ValueError, KeyError, TypeError) as problem:
            problems.append(f"{name}: {type(problem).__name__}: {problem}")
    if total > LIMIT_BYTES:
        problems.append(f"{total} bytes of WAV files, at most {LIMIT_BYTES} wanted")
    ambiguous, windows = _ambiguous(legs)
    if ambiguous:
        problems.append(f"windows found elsewhere too: {ambiguous[:10]}")
    print(f"{total} bytes of WAV files; {len(ambiguous)} of {windows} windows of 40 ms are ambiguous")
    for problem in problems:
        print(f"WRONG {problem}")
    return 1 if problems else 0


def _check(folder, name, script, legs, problems):
    made = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    wrong = lambda text: problems.append(f"{name}: {text}")
    keys = ["name", "language", "durationMs", "speakers", "utterances"]
    if list(made) != keys or made["name"] != name or made["language"] not in ("en", "fr"):
        wrong(f"expected the keys {keys}, its own name, and en or fr")
    texts = lambda spoken: sorted((each["speaker"], each["text"]) for each in spoken)
    if texts(made["utterances"]) != texts(script["turns"]):
        wrong("says other words than its script")
    size = 0
    for speaker, track in SPEAKERS.items():
        if made["speakers"][speaker] != {"file": f"{name}.{speaker}.wav", "track": track}:
            wrong(f"{speaker}: file or track")
        path = folder / f"{name}.{speaker}.wav"
        legs[name, speaker] = audio.read_mulaw(path)
        if len(legs[name, speaker]) != made["durationMs"] * PER_MS:
            wrong(f"{speaker}: {len(legs[name, speaker])} samples for {made['durationMs']} ms")
        size += path.stat().st_size
    for utterance in made["utterances"]:
        _check_words(utterance, wrong)
    levels = [_check_energy(made, speaker, legs[name, speaker], wrong) for speaker in SPEAKERS]
    _print(made, size, levels)
    return size


def _check_words(utterance, wrong):
    words, text = utterance["words"], utterance["text"]
    if list(utterance) != ["speaker", "startMs", "endMs", "text", "words"]:
        wrong(f"{text!r}: keys {list(utterance)}")
    if any(list(word) != ["word", "punctuated", "startMs", "endMs"] for word in words):
        wrong(f"{text!r}: the keys of its words")
    if " ".join(word["punctuated"] for word in words) != text:
        wrong(f"{text!r}: is not its words")
    if any(word["word"] != bare(word["punctuated"]) or not word["word"] for word in words):
        wrong(f"{text!r}: a word that is not its punctuated form made plain")
    if (utterance["startMs"], utterance["endMs"]) != (words[0]["startMs"], words[-1]["endMs"]):
        wrong(f"{text!r}: does not begin and end with its words")


def _check_energy(script, speaker, codes, wrong):
    """Returns the quietest word's level and the loudest pause's, having judged both."""
    sound = audio.linear(codes)
    words = [w for u in script["utterances"] if u["speaker"] == speaker for w in u["words"]]
    quietest, loudest, pause_from = 0.0, -99.0, 0
    for word in words + [{"word": "the end", "startMs": script["durationMs"], "endMs": None}]:
        start, end = word["startMs"], word["endMs"]
        if start < pause_from:
            wrong(f"{speaker}: {word} begins before the word before it ended")
        loudest = max(loudest, _loudest(sound, pause_from + EDGE_MS, start - EDGE_MS))
        if end is None:
            break
        if not start + 20 <= end <= script["durationMs"]:
            wrong(f"{speaker}: {word} has no length, or ends after the recording")
        level = audio.dbfs(sound[start * PER_MS : end * PER_MS])
        if level < WORD_DBFS:
            wrong(f"{speaker}: {word} is hardly there, {level:.1f} dBFS")
        quietest, pause_from = min(quietest, level), end
    if loudest > PAUSE_DBFS:
        wrong(f"{speaker}: {loudest:.1f} dBFS between two words")
    return quietest, loudest


def _loudest(sound, from_ms, to_ms):
    steps = range(from_ms * PER_MS, (to_ms - 20) * PER_MS + 1, STRIDE)
    return max((audio.dbfs(sound[at : at + STRIDE]) for at in steps), default=-99.0)


def _ambiguous(legs):
    """Windows on the stride that occur at any other place of any file, whatever its alignment."""
    homes, seen = {}, {}
    for leg, codes in legs.items():
        for at in range(0, len(codes) - WINDOW + 1, STRIDE):
            homes.setdefault(codes[at : at + WINDOW], []).append((leg, at))
    for codes in legs.values():
        for at in range(len(codes) - WINDOW + 1):
            window = codes[at : at + WINDOW]
            if window in homes:
                seen[window] = seen.get(window, 0) + 1
    ambiguous = [home for window, times in seen.items() if times > 1 for home in homes[window]]
    return sorted(ambiguous), sum((len(c) - WINDOW) // STRIDE + 1 for c in legs.values())


def _print(script, size, levels):
    spans = {
        speaker: [(u["startMs"], u["endMs"]) for u in script["utterances"] if u["speaker"] == speaker]
        for speaker in SPEAKERS
    }
    overlaps = [
        min(a[1], b[1]) - max(a[0], b[0])
        for a in spans["technician"]
        for b in spans["agent"]
        if min(a[1], b[1]) > max(a[0], b[0])
    ]
    silence, until = 0, 0
    for start, end in sorted(spans["technician"] + spans["agent"]):
        silence, until = max(silence, start - until), max(until, end)
    words = sum(len(utterance["words"]) for utterance in script["utterances"])
    spoken_ms = sum(end - start for each in spans.values() for start, end in each)
    print(
        f"{script['name']}: {script['durationMs'] / 1000:.2f} s, {size} bytes,"
        f" {len(script['utterances'])} utterances, {words} words"
        f" ({words * 60000 // spoken_ms} a minute while speaking),"
        f" overlaps {overlaps} ms, longest silence {silence} ms,"
        f" quietest word {min(q for q, _ in levels):.1f} dBFS,"
        f" loudest pause {max(p for _, p in levels):.1f} dBFS"
    )
