"""`--strict-browser` (on when CI=true): a browser test skipped, or not even collected, counts as failed."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

MARKS = ("needs_chromium", "browser")
COMPLAINT = "skipped, which --strict-browser does not allow: "


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--strict-browser",
        action="store_true",
        default=os.environ.get("CI") == "true",
        help="a skipped browser test counts as failed (the usual way when CI=true)",
    )


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = COMPLAINT + reason


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    of_browser = any(item.get_closest_marker(name) for name in MARKS)
    if report.skipped and of_browser and not item.get_closest_marker("soak") and item.config.option.strict_browser:
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    of_browser = any("browser" in part for part in Path(collector.nodeid).parts)
    if report.skipped and of_browser and collector.config.option.strict_browser:
        _fail(report)
    return report
