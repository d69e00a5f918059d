"""One address asked for on behalf of a room that opens no connection itself: through the guard of the capture room."""

from __future__ import annotations

from zhidun.capture import policies
from zhidun.capture.net.decoding import plain
from zhidun.capture.net.fetching import follow
from zhidun.capture.net.gate import Gate
from zhidun.capture.net.targets import read
from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t

FINE = range(200, 300)


class AnswerRefused(Unavailable):
    """An address answered with something other than success."""

    code = "outside.answer_refused"


def fetch(url: str) -> bytes:
    """Return the body behind a public address; each hop is judged before it is asked.

    Raises:
        Refusal: not public, not reachable, too slow, too long, or no success.
    """
    policy = policies.usual()
    gate = Gate(policy)
    answer = follow(read(url, policy), gate)[-1]
    if answer.status not in FINE or answer.truncated:
        status = answer.status
        raise AnswerRefused(t(f"该地址没有给出完整应答({status})。", f"The address gave no whole answer ({status})."))
    return plain(answer, limit=policy.decoded_bytes)
