"""`./run check [name …]`: every check, each named with its seconds; the exit code is 1 when one fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
PYTHON = sys.executable


def _tool(*words: str) -> Callable[[], str]:
    """Return a check that runs a command; its output is the complaint."""

    def check() -> str:
        done = subprocess.run(list(words), check=False, cwd=ROOT, capture_output=True, text=True, env=_environment())
        return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"exit {done.returncode}"

    return check


def _environment() -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "zhidun.site.settings", "PYTHONWARNINGS": "ignore"}


def _script(name: str) -> str:
    return str(Path(PYTHON).parent / name)


def _rules() -> str:
    from zhidun.site.checks import rules

    return "\n".join(str(c) for c in rules.complaints(ROOT / "src" / "zhidun"))


def _docs() -> str:
    from zhidun.site.checks import pages

    return "\n".join(str(c) for c in pages.complaints(ROOT))


def _translations() -> str:
    from zhidun.site.translations import findings

    return "\n".join(findings())


CHECKS: dict[str, Callable[[], str]] = {
    "ruff": _tool(PYTHON, "-m", "ruff", "check", "."),
    "format": _tool(PYTHON, "-m", "ruff", "format", "--check", "."),
    "rules": _rules,
    "docs": _docs,
    "translations": _translations,
    "imports": _tool(_script("lint-imports")),
    "django": _tool(PYTHON, "-m", "django", "check"),
    "migrations": _tool(PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"),
    "mypy": _tool(PYTHON, "-m", "mypy"),
}


def main(names: list[str]) -> int:
    """Run the named checks, or all; return the exit code."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        sys.stderr.write(f"no check {unknown[0]!r}; there are {', '.join(CHECKS)}\n")
        return 2
    failed = 0
    for name in names or CHECKS:
        began = time.monotonic()
        complaint = CHECKS[name]()
        failed += bool(complaint)
        sys.stdout.write(f"{'FAIL' if complaint else 'ok':4} {name} ({time.monotonic() - began:.1f} s)\n{complaint}")
        sys.stdout.write("\n" if complaint else "")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
