"""Run inside a house: durable seals per second, one at a time and in batches, and how soon their proofs are there."""

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from zhidun.access.actors import SYSTEM  # noqa: E402
from zhidun.evidence import proofs, sealing  # noqa: E402
from zhidun.evidence.models import Blob, Item, Seal  # noqa: E402
from zhidun.evidence.sequencing import Sequencer, pending  # noqa: E402
from zhidun.kernel import time as clock  # noqa: E402

BATCH = 500


def rows(count: int, mark: str) -> list[Item]:
    """Insert items with blobs of their own, so that only sealing is measured."""
    digests = [f"{mark}{number:060x}"[:64] for number in range(count)]
    now = clock.now()
    blobs = [Blob(sha256=one, sm3=one, size=1, media_type="text/plain", stored_at=now) for one in digests]
    Blob.objects.bulk_create(blobs)
    made = [
        Item(
            blob=blob, filename="a.txt", declared_type="text/plain", detected_type="text/plain",
            state="clean", uploaded_by="system", uploaded_at=now,
        )
        for blob in blobs
    ]  # fmt: skip
    return Item.objects.bulk_create(made)


def main() -> None:
    from zhidun.site.command import House

    single, batched = int(sys.argv[1]), int(sys.argv[2])
    with House().ready():
        Sequencer().until_idle()
        first, second = rows(single, "a1"), rows(batched, "b2")
        began = time.monotonic()
        for item in first:
            sealing.seal_item(item=item, actor=SYSTEM)
        one = time.monotonic() - began
        began = time.monotonic()
        for at in range(0, batched, BATCH):
            sealing.seal_items(items=second[at : at + BATCH], actor=SYSTEM)
        many = time.monotonic() - began
        began = time.monotonic()
        Sequencer().until_idle()
        placed = time.monotonic() - began
        sealed = Seal.objects.filter(object_key__in=[str(item.public_id) for item in (*first, *second)])
        sizes = [len(proofs.proof_file(seal)) for seal in sealed.order_by("-pk")[:20]]
        answer = {
            "correct": pending() == 0 and sealed.exclude(index=None).count() == single + batched,
            "single_per_s": round(single / one, 1),
            "batched_per_s": round(batched / many, 1),
            "placed_per_s": round((single + batched) / placed, 1),
            "to_proof_per_s": round((single + batched) / (one + many + placed), 1),
            "batched_to_proof_per_s": round(batched / (many + placed), 1),
            "proof_bytes_max": max(sizes),
        }
    print(json.dumps(answer))


main()
