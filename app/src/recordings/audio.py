"""Telephone sound: band, level, comfort noise, mu-law. The filtering and coding are SoX's."""

import array
import math
import random
import struct
import subprocess

VERSION = "14.4.2"
RATE = 8000
FULL_SCALE = 32768.0
FRAME = 40  # samples: 5 ms, the grain in which words are trimmed

SPEECH_DBFS = -20.0
NOISE_DBFS = -62.0
AUDIBLE_DBFS = -52.0


def installed_version():
    try:
        answer = subprocess.run(["sox", "--version"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        return None
    return answer.stdout.strip().rpartition("v")[2]


def telephone(samples, rate):
    """16-bit samples at any rate, as floats at 8 kHz within 300 to 3400 Hz, at the speech level."""
    raw = _sox(
        samples,
        ["-t", "raw", "-r", str(rate), "-e", "signed", "-b", "16", "-c", "1", "-"],
        ["-t", "raw", "-r", str(RATE), "-e", "floating-point", "-b", "32", "-"],
        ["gain", "-6", "sinc", "300-3400", "rate", "-v"],
    )
    sound = array.array("f", raw)
    factor = 10 ** (SPEECH_DBFS / 20) / _active_rms(sound)
    return [value * factor for value in sound]


def _active_rms(sound):
    """Over the frames within 30 dB of the loudest, so that pauses do not count as speech."""
    powers = [_power(sound[i : i + FRAME]) for i in range(0, len(sound) - FRAME, FRAME)]
    floor = max(powers) / 1000
    active = [power for power in powers if power > floor]
    return math.sqrt(sum(active) / len(active))


def _power(values):
    return sum(value * value for value in values) / len(values)


def dbfs(values):
    """RMS level of floats in -1 to 1."""
    return 10 * math.log10(_power(values) + 1e-12)


def audible(sound):
    """For each frame of 5 ms, whether anything is to be heard in it."""
    return [dbfs(sound[i : i + FRAME]) > AUDIBLE_DBFS for i in range(0, len(sound), FRAME)]


def comfort_noise(count, seed):
    """White noise from a seed; sums of uniform numbers, as only those are stable across Pythons."""
    draw = random.Random(seed).random
    scale = 10 ** (NOISE_DBFS / 20) * math.sqrt(3)
    return [(draw() + draw() + draw() + draw() - 2) * scale for _ in range(count)]


def write_mulaw(path, sound):
    """Writes a mono 8 kHz mu-law WAV file; refuses sound that would clip."""
    loudest = max(abs(value) for value in sound)
    if loudest >= 1:
        raise ValueError(f"{path}: clips at {loudest:.2f} of full scale; lower SPEECH_DBFS")
    linear = array.array("h", (round(value * (FULL_SCALE - 1)) for value in sound))
    _sox(
        linear.tobytes(),
        ["-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16", "-c", "1", "-"],
        ["-t", "wav", "-e", "mu-law", str(path)],
        [],
    )


def _sox(data, source, target, effects):
    command = ["sox", "-D", *source, *target, *effects]
    done = subprocess.run(command, input=data, capture_output=True)
    if done.returncode != 0 or done.stderr:
        raise ValueError(f"{' '.join(command)}: {done.stderr.decode().strip()}")
    return done.stdout


def read_mulaw(path):
    """The mu-law bytes of a WAV file, after checking that its header says what ours must."""
    content = path.read_bytes()
    riff, size, wave = struct.unpack_from("<4sI4s", content)
    if (riff, wave) != (b"RIFF", b"WAVE") or size != len(content) - 8:
        raise ValueError(f"{path.name}: not a whole RIFF/WAVE file")
    chunks, at = {}, 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        chunks[name] = content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    form = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if form != (7, 1, RATE, RATE, 1, 8):
        raise ValueError(f"{path.name}: format {form}, expected mono 8 kHz mu-law (7, 1, 8000, ...)")
    return chunks[b"data"]


def _decoded(code):
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + 132 << (code >> 4 & 7)) - 132
    return (-magnitude if code & 0x80 else magnitude) / FULL_SCALE


_LINEAR = [_decoded(code) for code in range(256)]


def linear(codes):
    """Mu-law bytes as floats in -1 to 1 (G.711)."""
    return [_LINEAR[code] for code in codes]
