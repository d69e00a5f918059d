"""The API itself: title, sign-in, problems, routers. OpenAPI 3.1 at /api/openapi.json, read at /api/docs."""

from __future__ import annotations

from functools import cache
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
    """The house's API: each operation says how it refuses, as `application/problem+json`."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI 3.1 document, made once in the life of the process: to be read, not changed."""
        del path_params  # the house mounts its API at one fixed address
        return self._described(path_prefix)

    @cache  # noqa: B019  one API in a process
    def _described(self, path_prefix: str | None) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=path_prefix)
        for operations in document["paths"].values():
            for operation in operations.values():
                problems.describe(operation["responses"])
        document["components"]["schemas"] |= problems.shapes()
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
