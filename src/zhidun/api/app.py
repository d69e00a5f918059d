"""The API itself: title, sign-in, problems, routers. OpenAPI 3.1 at /api/openapi.json, read at /api/docs."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from zhidun.api import problems
from zhidun.api.auth import SessionAuth, TokenAuth
from zhidun.api.door import HouseParser

DESCRIPTION = """
Everything the pages do, for machines.

* **Sign in** with `Authorization: Bearer <token>` (a token belongs to an office) or with the browser's session.
* **Refusals** are Problem Details (RFC 9457) with `code`, and `reason` and `remedy` in Chinese and English.
* **Repeating** a writing call is safe with an `Idempotency-Key`: the second call gets the first answer.
* **Lists** come in pages with an opaque `cursor`.
* **Time**: moments are ISO 8601 with zone; dates are in the city's zone (Asia/Shanghai).
"""


class Zhidun(NinjaAPI):
    """The house's API: its refusals are `application/problem+json` in the schema too."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:  # noqa: ANN401  ninja's signature
        """Return the OpenAPI 3.1 document."""
        document = super().get_openapi_schema(*args, **kwargs)
        for operations in document["paths"].values():
            for operation in operations.values():
                problems.describe(operation["responses"])
        return document


api = Zhidun(
    title="知盾 Zhidun API",
    version="1",
    description=DESCRIPTION,
    auth=[TokenAuth(), SessionAuth()],
    urls_namespace="api",
    docs_url="/docs",
    openapi_url="/openapi.json",
    parser=HouseParser(),
)
problems.install(api)

ROUTERS = (
    "enforcement",
    "typecases",
    "offenders", "past_imports", "routing",
    "standards",
    "reference", "filings", "drafts", "receipts", "evidence", "cases", "approvals", "case_people", "case_words",
    "case_evidence", "item_seals", "unveilings", "papers", "desk", "rights", "right_imports", "gi_users",
    "law", "calculators", "calendar", "accounts", "tokens", "deposits", "deposit_deals", "radar", "radar_hits",
    "radar_own",
    "mediations", "rewards", "captures", "damages", "referrals",
)  # fmt: skip
for _name in ROUTERS:
    api.add_router("/v1", f"zhidun.api.{_name}.router", tags=[_name.replace("_", " ")])
