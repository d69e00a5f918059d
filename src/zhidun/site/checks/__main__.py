"""`./run check [name …]`: every check, each named with its seconds; the exit code is 1 when one fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
    kept = {name: value for name, value in os.environ.items() if name != "ZHIDUN_DEMO"}
    return kept | {"DJANGO_SETTINGS_MODULE": "zhidun.site.settings", "PYTHONWARNINGS": "ignore"}


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


def _cli(*words: str) -> Callable[[], str]:
    return _tool(PYTHON, "-m", "zhidun.site.command", "--lang", "en", *words)


CHECKS: dict[str, Callable[[], str]] = {
    "mypy": _tool(PYTHON, "-m", "mypy"),
    "ruff": _tool(PYTHON, "-m", "ruff", "check", "."),
    "format": _tool(PYTHON, "-m", "ruff", "format", "--check", "."),
    "rules": _rules,
    "docs": _docs,
    "translations": _translations,
    "imports": _tool(_script("lint-imports")),
    "django": _tool(PYTHON, "-m", "django", "check", "--fail-level", "WARNING"),
    "migrations": _tool(PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"),
    "law": _cli("law", "check"),
    "procedures": _cli("procedures", "check"),
    "procedure pages": _cli("procedures", "docs", "--check"),
    "measures": _tool(
        PYTHON, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "--ds=tests.settings", "tests/docs/test_measures.py"
    ),
}


def _timed(name: str) -> tuple[str, float]:
    began = time.monotonic()
    complaint = CHECKS[name]()
    return complaint, time.monotonic() - began


def main(names: list[str]) -> int:
    """Run the named checks, or all, as many at once as there are cores; return the exit code."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        sys.stderr.write(f"no check {unknown[0]!r}; there are {', '.join(CHECKS)}\n")
        return 2
    failed = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        running = {name: pool.submit(_timed, name) for name in names or CHECKS}
        for name, future in running.items():
            complaint, seconds = future.result()
            failed += bool(complaint)
            sys.stdout.write(f"{'FAIL' if complaint else 'ok':4} {name} ({seconds:.1f} s)\n{complaint}")
            sys.stdout.write("\n" if complaint else "")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
