#!/usr/bin/env python3
"""Writes the golden G.711 tables, from the Recommendation's tables and not from our Java.

ITU-T G.711 (11/88) gives each law as a staircase: columns 1 and 2 of tables 1a and 2a are the
segments (intervals x interval size), column 3 the decision values they add up to, column 6 the
character signal, column 7 the value at the decoder output. Everything here is built by walking
those stairs; there is no bit trick to share a mistake with.

Scale: A-law decision values end at 4096, so one unit is 8 of a 16-bit sample; mu-law ones end at
8159, one unit is 4.

G.711 gives a code to the samples *between* two decision values and leaves a sample that is exactly
one to the maker. The ITU's own software (G.191, module G711: one's complement before the shift)
settles it: every interval holds its lower end and not its upper one, on both sides of zero.

  python3 g711.py            writes ../resources/golden/{mulaw,alaw}.csv
  python3 g711.py --compare  counts where Python's audioop decides otherwise (Python < 3.13)
"""
import hashlib
import pathlib
import struct
import sys

MULAW_STAIRS = [(1, 1), (15, 2), (16, 4), (16, 8), (16, 16), (16, 32), (16, 64), (16, 128), (16, 256)]
ALAW_STAIRS = [(32, 2), (16, 4), (16, 8), (16, 16), (16, 32), (16, 64), (16, 128)]


def decision_values(stairs):
    values = [0]
    for intervals, size in stairs:
        for _ in range(intervals):
            values.append(values[-1] + size)
    assert len(values) == 129
    return values


def outputs(decisions, first):
    """Column 7: the middle of the interval; G.711 sets mu-law's first one to 0 by hand."""
    doubled = [decisions[n] + decisions[n + 1] for n in range(128)]
    assert all(d % 2 == 0 for d in doubled[1:])
    return [first if first is not None else doubled[0] // 2] + [d // 2 for d in doubled[1:]]


def rows(decisions, values, unit, code_of):
    """(code, lowest sample, highest sample, decoded), from the lowest sample up."""
    for n in range(127, -1, -1):
        low = -32768 if n == 127 else -decisions[n + 1] * unit
        yield code_of(n, False), low, -decisions[n] * unit - 1, -values[n] * unit
    for n in range(128):
        high = 32767 if n == 127 else decisions[n + 1] * unit - 1
        yield code_of(n, True), decisions[n] * unit, high, values[n] * unit


def mulaw_code(n, positive):
    """Table 2a and 2b: sign bit 1 for positive, and the seven others count down."""
    return (0x80 if positive else 0) | (127 - n)


def alaw_code(n, positive):
    """Table 1a and 1b, then what their note 2 asks for: the even bits turned over."""
    return ((0x80 if positive else 0) | n) ^ 0x55


LAWS = {
    "mulaw": (MULAW_STAIRS, 0, 4, mulaw_code),
    "alaw": (ALAW_STAIRS, None, 8, alaw_code),
}


def table(law):
    stairs, first, unit, code_of = LAWS[law]
    decisions = decision_values(stairs)
    return list(rows(decisions, outputs(decisions, first), unit, code_of))


def expand(law_rows):
    decoded = [0] * 256
    encoded = bytearray()
    for code, low, high, value in law_rows:
        assert low == len(encoded) - 32768 and low <= high, "a hole or an overlap"
        encoded += bytes([code]) * (high - low + 1)
        decoded[code] = value
    assert len(encoded) == 65536 and len({r[0] for r in law_rows}) == 256
    return struct.pack("<256h", *decoded), bytes(encoded)


def write():
    folder = pathlib.Path(__file__).parent.parent / "resources" / "golden"
    for law in LAWS:
        law_rows = table(law)
        decoded, encoded = expand(law_rows)
        lines = [
            f"# {law}, ITU-T G.711 (11/88), for 16-bit samples. Made by src/test/golden/g711.py; do not edit.",
            f"# decoder-sha256 {hashlib.sha256(decoded).hexdigest()} 256 values by code, int16 little endian",
            f"# encoder-sha256 {hashlib.sha256(encoded).hexdigest()} 65536 codes, sample -32768 to 32767",
            "# code,lowest sample,highest sample,decoded",
        ]
        lines += [f"{code:02X},{low},{high},{value}" for code, low, high, value in law_rows]
        (folder / f"{law}.csv").write_text("\n".join(lines) + "\n")


def compare():
    import audioop

    for law, their_encode, their_decode in (
        ("mulaw", audioop.lin2ulaw, audioop.ulaw2lin),
        ("alaw", audioop.lin2alaw, audioop.alaw2lin),
    ):
        decoded, encoded = expand(table(law))
        theirs = their_encode(struct.pack("<65536h", *range(-32768, 32768)), 2)
        differ = [i - 32768 for i in range(65536) if theirs[i] != encoded[i]]
        print(law, "decoders agree:", their_decode(bytes(range(256)), 2) == decoded)
        print(law, "encoders differ at", len(differ), "samples; positive:", sum(s >= 0 for s in differ), differ[-8:])


if __name__ == "__main__":
    compare() if "--compare" in sys.argv else write()
