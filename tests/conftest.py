"""One embedded PostgreSQL a run, a template database migrated once, browsers, and the skips that are allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pytest

from tests.patience import patient_reads, second_try
from tests.strictness import pytest_addoption, pytest_make_collect_report, pytest_runtest_makereport
from zhidun.site.postgres import Embedded
from zhidun.site.translations import compile_catalogues

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

__all__ = ["pytest_addoption", "pytest_make_collect_report", "pytest_runtest_makereport"]
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
TEMPLATE = "zd_template"
TABLES = "from zhidun.similarity.alphabet import alphabet; alphabet()"
"""Makes the tables of characters a fresh checkout lacks, once and beside the first tests."""
_server: list[Embedded] = []
_tables: list[subprocess.Popen[bytes]] = []


def _controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if not _controller(config) or config.option.collectonly or config.option.help:
        return
    compile_catalogues()
    server = Embedded(Path(os.environ["ZHIDUN_TEST_HOME"]) / "server", durable=False)
    server.start()
    _server.append(server)
    _tables.append(subprocess.Popen([sys.executable, "-c", TABLES], env=os.environ | {"PYTHONPATH": str(ROOT / "src")}))
    _make_template(server)


def _make_template(server: Embedded) -> None:
    import psycopg

    with psycopg.connect(host=str(server.socket), user="zhidun", dbname="postgres", autocommit=True) as link:
        link.execute(f"CREATE DATABASE {TEMPLATE}")
    environment = os.environ | {
        "ZHIDUN_TEST_DATABASE_URL": f"postgresql://zhidun@/{TEMPLATE}?host={server.socket}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--skip-checks"],
        check=False, env=environment, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        os.environ["ZHIDUN_TEST_MIGRATION_FAULT"] = done.stderr[-3000:]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Give each worker its own database; fail each test that needs tables when the migrations fail."""
    fault = os.environ.get("ZHIDUN_TEST_MIGRATION_FAULT")
    if fault:
        pytest.fail(f"the migrations fail:\n{fault}", pytrace=False)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _controller(config):
        return
    for making in _tables:
        making.terminate()
        making.wait()
    for server in _server:
        server.stop()
    shutil.rmtree(os.environ["ZHIDUN_TEST_HOME"], ignore_errors=True)


def _chromium() -> str | None:
    return os.environ.get("ZHIDUN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def _namespaces() -> bool:
    done = subprocess.run(["unshare", "--net", *(["--map-root-user"] if os.geteuid() else []), "true"],
                          check=False, capture_output=True)  # fmt: skip
    return done.returncode == 0


@cache
def _tracing() -> bool:
    if shutil.which("strace") is None:
        return False
    line = ["strace", "-f", "-qq", "-o", os.devnull, "true"]
    return subprocess.run(line, check=False, capture_output=True).returncode == 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine cannot do, with the reason; a browser test is never skipped in CI."""
    soak = "soak" in (config.option.markexpr or "")
    for item in items:
        if item.get_closest_marker("soak") and not soak:
            item.add_marker(pytest.mark.skip(reason="long run: ./run soak"))
        if item.get_closest_marker("needs_shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="../shared is not here"))
        if item.get_closest_marker("needs_chromium") and not _chromium() and not config.option.strict_browser:
            item.add_marker(pytest.mark.skip(reason="no chromium on this machine: apt-get install chromium"))
        if item.get_closest_marker("needs_netns") and not _namespaces():
            item.add_marker(pytest.mark.skip(reason="this machine gives no network namespaces"))
        if item.get_closest_marker("needs_ptrace") and not _tracing():
            item.add_marker(pytest.mark.skip(reason="strace is not here, or may not trace: apt-get install strace"))
        second_try(item)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material, for tests marked `needs_shared`."""
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _fresh_copy_after_committed_tests() -> Iterator[None]:
    """After a test that commits, copy the template again: sealed tables refuse the flush Django would try."""
    from django.test import TransactionTestCase

    case: Any = TransactionTestCase
    former = case._fixture_teardown
    case._fixture_teardown = _copy_template
    yield
    case._fixture_teardown = former


def _copy_template(self: object) -> None:
    import psycopg
    from django.db import connection

    name, words = connection.settings_dict["NAME"], connection.settings_dict
    assert name.startswith("test_")
    connection.close()
    with psycopg.connect(host=words["HOST"], user=words["USER"], dbname="postgres", autocommit=True) as link:
        link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE}')


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one a worker."""
    from playwright.sync_api import sync_playwright

    path = _chromium()
    assert path, "no chromium: apt-get install chromium"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patient_reads(patch)
        found = play.chromium.launch(executable_path=path, args=arguments)
        yield found
        found.close()


JUDGED_BY_THE_TEST = ("the server responded with a status of", "net::ERR_FAILED")
"""What a console says of refused statuses and of connections a test cut itself."""


class OpenPage(Protocol):
    """Opens a page with the given language, width (CSS pixels) and colour scheme."""

    def __call__(self, *, locale: str = ..., width: int = ..., scheme: Literal["light", "dark"] = ...) -> Page: ...


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages; the test fails when a console printed an error (a refused status is for the test to judge)."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in JUDGED_BY_THE_TEST):
            faults.append(message.text)

    def open_one(*, locale: str = "zh-CN", width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Page:
        context = browser.new_context(locale=locale, viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", note)
        return opened

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, f"the browser's console: {faults}"


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A fresh page in Chinese."""
    return open_page()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name bytes by their length: an archive's time stamps would give each worker other names."""
    return f"{argname}-{len(val)}-bytes" if isinstance(val, bytes) else None
