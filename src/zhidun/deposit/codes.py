"""The shape of a genuine-product code: `BBBB SSSS MMMMMMMMMMM C` in four groups of five, 31 letters and digits.

B names the batch, S the item in it (scrambled, so that neighbours and quantities do not show), M is a keyed mark of
54 bits that nobody can make without the key, C catches typing errors: every single wrong character and every swap of
two. There is no 0, O, 1, I or L. Codes are never stored: batch, place and key make them again.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Final

from zhidun.deposit.errors import CodeMistyped
from zhidun.kernel.ids import RECEIPT_ALPHABET
from zhidun.kernel.text import Text, listed, t

ALPHABET: Final = RECEIPT_ALPHABET
BASE: Final = len(ALPHABET)
REF, SERIAL, MARK = 4, 4, 11
LENGTH: Final = REF + SERIAL + MARK + 1
HALF: Final = BASE**2
MOST: Final = BASE**SERIAL
"""More items a batch cannot have: 923,521."""
ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Code:
    """A code taken apart; whether its mark is right says `genuine`."""

    ref: str
    serial: int
    mark: str


def make(key: bytes, ref: str, serial: int) -> str:
    """Return the code of an item, in groups.

    Args:
        key: 32 secret bytes.
        ref: the four characters of the batch.
        serial: place in the batch, from zero, below `MOST`.
    """
    body = ref + _written(_scrambled(key, ref, serial), SERIAL) + _mark(key, ref, serial)
    return grouped(body + _check(body))


def grouped(code: str) -> str:
    """Return a code in four groups of five."""
    return "-".join(code[i : i + 5] for i in range(0, LENGTH, 5))


def read(text: str, key: bytes) -> Code:
    """Take apart what somebody typed or scanned; capitals, blanks and dashes do not matter.

    Raises:
        CodeMistyped: it cannot be a code; saying what is wrong with it.
    """
    raw = "".join(one for one in text.upper() if not one.isspace() and one not in "-—–－")
    if wrong := sorted({one for one in raw if one not in ALPHABET}):
        shown = listed(wrong[:5])
        raise CodeMistyped(
            t(f"正品码中不会出现“{shown.zh}”。", f"A code never has “{shown.en}”."),
            t(
                "正品码没有 0、O、1、I、L,请对照包装重新输入。",
                "There is no 0, O, 1, I or L; compare it with the package.",
            ),
            field="code",
        )
    if len(raw) != LENGTH:
        raise CodeMistyped(
            t(f"正品码应为 {LENGTH} 位,现为 {len(raw)} 位。", f"A code has {LENGTH} characters; these are {len(raw)}."),
            _AGAIN,
            field="code",
        )
    if _check(raw[:-1]) != raw[-1]:
        raise CodeMistyped(
            t("有一位输错或两位颠倒。", "One character is wrong, or two are swapped."), _AGAIN, field="code"
        )
    ref = raw[:REF]
    return Code(ref, _unscrambled(key, ref, _number(raw[REF : REF + SERIAL])), raw[REF + SERIAL : -1])


def genuine(code: Code, key: bytes) -> bool:
    """Whether a code's mark was made with the key."""
    return hmac.compare_digest(code.mark, _mark(key, code.ref, code.serial))


_AGAIN: Final[Text] = t("请对照包装重新输入,或扫描二维码。", "Compare it with the package, or scan the QR code.")


def _keyed(key: bytes, *parts: object) -> int:
    message = "\x00".join(str(part) for part in parts).encode()
    return int.from_bytes(hmac.new(key, message, "sha256").digest(), "big")


def _mark(key: bytes, ref: str, serial: int) -> str:
    return _written(_keyed(key, "mark", ref, serial) % BASE**MARK, MARK)


def _scrambled(key: bytes, ref: str, serial: int) -> int:
    """A Feistel walk over the places of a batch: each place has one number, and the key alone finds it back."""
    left, right = divmod(serial, HALF)
    for step in range(ROUNDS):
        left, right = right, (left + _keyed(key, "walk", ref, step, right)) % HALF
    return left * HALF + right


def _unscrambled(key: bytes, ref: str, number: int) -> int:
    left, right = divmod(number, HALF)
    for step in reversed(range(ROUNDS)):
        left, right = (right - _keyed(key, "walk", ref, step, left)) % HALF, left
    return left * HALF + right


def _written(number: int, length: int) -> str:
    found = ""
    for _ in range(length):
        number, digit = divmod(number, BASE)
        found = ALPHABET[digit] + found
    return found


def _number(text: str) -> int:
    total = 0
    for one in text:
        total = total * BASE + ALPHABET.index(one)
    return total


def _check(body: str) -> str:
    """Weights 1 to 19 differ and 31 is prime: every single error and every swap of two changes the sum."""
    return ALPHABET[sum(place * ALPHABET.index(one) for place, one in enumerate(body, start=1)) % BASE]
