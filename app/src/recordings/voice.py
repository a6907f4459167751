"""Speaks one turn with eSpeak NG and tells where each token begins.

libespeak-ng is called through ctypes: the command line gives sound only, the library also gives
events. Every token gets an SSML mark of its own, since eSpeak's word events follow its own idea of
a word (it splits "R-410A", joins "of the", expands numbers); phoneme events put the marks right.
"""

import ctypes
import multiprocessing
from typing import NamedTuple
from xml.sax.saxutils import escape

VERSION = "1.51"
LIBRARY = "libespeak-ng.so.1"

AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_PHONEME_EVENTS = 1
CHARS_UTF8 = 1
SSML = 0x10
BYTES_PER_SAMPLE = 2
PARAMETER_RATE, PARAMETER_PITCH = 1, 3
EVENT_LIST_TERMINATED, EVENT_MARK, EVENT_PHONEME = 0, 3, 7


class Spoken(NamedTuple):
    """Sound as 16-bit samples, and the sample at which each token begins."""

    rate: int
    samples: bytes
    starts: list


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def installed_version():
    """The library's version, or None where there is no library."""
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        return None
    library.espeak_Info.restype = ctypes.c_char_p
    return library.espeak_Info(None).decode().split()[0]


def speak_all(requests):
    """Speaks each (voice, tokens) in a process of its own.

    A fresh process makes a turn's sound depend on nothing but the turn: eSpeak keeps state from one
    text to the next, and its Terminate never returns when it was opened in synchronous mode.
    """
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        return pool.starmap(_speak, requests, chunksize=1)


def _speak(voice, tokens):
    library = ctypes.CDLL(LIBRARY)
    rate = library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, None, INITIALIZE_PHONEME_EVENTS)
    _expect(library.espeak_SetVoiceByName(voice["voice"].encode()), "no such voice", voice["voice"])
    library.espeak_SetParameter(PARAMETER_RATE, voice["wordsPerMinute"], 0)
    library.espeak_SetParameter(PARAMETER_PITCH, voice["pitch"], 0)
    samples, starts = b"", []
    for sentence in _sentences(tokens):
        before = len(samples) // BYTES_PER_SAMPLE
        sound, events = _synthesise(library, _marked(sentence))
        starts += [before + start for start in _starts(library, sentence, events)]
        samples += sound
    return Spoken(rate, samples, starts)


def _sentences(tokens):
    """One by one, since eSpeak loses the mark that follows a full stop."""
    ends = [i + 1 for i, token in enumerate(tokens) if token[-1] in ".?!"]
    borders = sorted({0, *ends, len(tokens)})
    return [tokens[a:b] for a, b in zip(borders, borders[1:])]


def _marked(tokens):
    body = " ".join(f'<mark name="{i}"/>{escape(token)}' for i, token in enumerate(tokens))
    return f"<speak>{body}</speak>"


def _synthesise(library, ssml):
    samples = bytearray()
    events = []

    def receive(sound, count, reported):
        if sound and count > 0:
            samples.extend(ctypes.string_at(sound, count * BYTES_PER_SAMPLE))
        index = 0
        while reported[index].type != EVENT_LIST_TERMINATED:
            event = reported[index]
            if event.type == EVENT_MARK and event.id.name:
                events.append(("mark", event.sample, int(event.id.name)))
            elif event.type == EVENT_PHONEME:
                events.append(("phoneme", event.sample, event.id.string.decode(errors="replace")))
            index += 1
        return 0

    callback = _Callback(receive)  # held here: the library keeps no reference that Python can see
    library.espeak_SetSynthCallback(callback)
    text = ssml.encode()
    _expect(
        library.espeak_Synth(text, len(text) + 1, 0, 1, 0, CHARS_UTF8 | SSML, None, None),
        "eSpeak refused",
        ssml,
    )
    return bytes(samples), events


def _phonemes(events):
    """The sounding ones."""
    return [e for e in events if e[0] == "phoneme" and not _is_pause(e)]


def _is_pause(event):
    return event[0] == "phoneme" and event[2].startswith("_")


def _starts(library, tokens, events):
    starts = []
    for index, token in enumerate(tokens):
        at = _mark(events, index)
        if at is None:
            raise ValueError(f"eSpeak gave no mark for {token!r} in {' '.join(tokens)!r}")
        own = events[at : _mark(events, index + 1)]
        if _phonemes(own):
            starts.append(_begin(events[:at], own))
        else:
            # "of the": joined to the token before it, whose last phonemes are really this one's.
            alone = _phonemes(_synthesise(library, _marked([token]))[1])
            starts.append(_phonemes(events[:at])[-len(alone)][1])
    return starts


def _begin(before, own):
    """The mark's sample, which for a stop is where it closes, with two exceptions: a pause that
    eSpeak puts behind the mark ("inlet and"), and a nasal before a vowel, which it queues behind
    the mark though it belongs to the token before ("one of": both claim the same instant)."""
    mark, phoneme = own[0][1], _phonemes(own)[0][1]
    said = _phonemes(before)
    late = any(_is_pause(event) and event[1] < phoneme for event in own)
    early = bool(said) and said[-1][1] >= mark
    return phoneme if late or early else mark


def _mark(events, index):
    for position, event in enumerate(events):
        if event[0] == "mark" and event[2] == index:
            return position
    return None


def _expect(status, problem, got):
    if status != 0:
        raise ValueError(f"{problem}: {got!r} (eSpeak status {status})")
