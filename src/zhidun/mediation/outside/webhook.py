"""A signed webhook: the matter as JSON with an HMAC, posted to the address the operator named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhidun.evidence.outbound import PartnerDown, post
from zhidun.kernel.text import t
from zhidun.mediation.outside.base import envelope

SECONDS = 10.0
LEAST_OK, LEAST_WRONG = 200, 300


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts to `url`, signed with `secret`; a repeat carries the same `referral`, by which the receiver tells it."""

    url: str
    secret: bytes

    def send(self, message: Mapping[str, object]) -> bool:
        """Send a matter.

        Raises:
            PartnerDown: no answer in time, or one that is not 2xx.
        """
        reply = post(self.url, body=envelope(message, self.secret), content_type="application/json", seconds=SECONDS)
        if not LEAST_OK <= reply.status < LEAST_WRONG:
            raise PartnerDown(t(f"对方应答 {reply.status}。", f"The partner answered {reply.status}."))
        return True
