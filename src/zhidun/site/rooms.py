"""The rooms that have tables or faces, in the order of the floors."""

ROOMS = (
    "access",
    "parties",
    "rights",
    "evidence",
    "cases",
    "damages",
    "capture",
    "deposit",
    "intake",
    "mediation",
    "radar",
    "rewards",
    "enforcement",
    "offenders",
    "standards",
    "portal",
    "desk",
    "api",
)
APPLICATIONS = tuple(f"zhidun.{room}" for room in ROOMS)
