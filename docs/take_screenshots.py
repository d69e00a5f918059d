"""`./run screenshots`: the pictures of docs/screenshots, taken from a served demo (`./run demo` in another window)."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).parent / "screenshots"
URL = os.environ.get("ZHIDUN_URL", "http://127.0.0.1:8000")
PASSWORD = os.environ.get("ZHIDUN_DEMO_PASSWORD", "Rongcheng-Demo-2026")
DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture: file name, address, who looks, language, width, theme and text size."""

    name: str
    path: str
    user: str = ""
    lang: str = "zh"
    size: tuple[int, int] = DESKTOP
    full: bool = False
    theme: str = "light"
    text: str = "normal"


def shots(number: str) -> list[Shot]:
    """Return the pictures; `number` is a case that is decided."""
    case = f"/desk/cases/{number}"
    return [
        Shot("home-zh", "/"),
        Shot("home-en", "/", lang="en"),
        Shot("home-zh-phone", "/", size=PHONE, full=True),
        Shot("wizard-zh", "/wizard"),
        Shot("worklist-zh", "/desk/", "wangqiang"),
        Shot("worklist-en", "/desk/", "wangqiang", "en"),
        Shot("worklist-zh-phone", "/desk/", "wangqiang", size=PHONE, full=True),
        Shot("case-zh", case, "luofeng", size=(1280, 1600)),
        Shot("case-en", case, "luofeng", "en", size=(1280, 1600)),
        Shot("case-zh-phone", case, "luofeng", size=PHONE),
        Shot("overview-zh", "/desk/overview", "luofeng", size=(1280, 1150)),
        Shot("overview-en-dark", "/desk/overview", "yangdu", "en", size=(1280, 1150), theme="dark"),
        Shot("inspect-zh-phone", "/desk/inspect", "wangqiang", size=PHONE),
        Shot("report-zh", "/file/report/what", size=(1280, 1100)),
        Shot("report-zh-large", "/file/report/what", text="large"),
        Shot("statistics-en", "/statistics", lang="en"),
        Shot("settings-zh", "/desk/me", "wangqiang"),
        Shot("people-en", "/desk/admin/people", "secadmin", "en"),
        Shot("rights-zh", "/desk/rights", "wangqiang"),
        Shot("rules-en", "/desk/rules", "hejie", "en"),
    ]


def sign_in(page: Page, user: str) -> None:
    """Sign in as one of the demo's cast."""
    page.goto(f"{URL}/accounts/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def closed_case(browser: Browser) -> str:
    """Return the number of a closed case as the bureau head sees it."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, "luofeng")
    number = page.request.get(f"{URL}/api/v1/cases?closed=true&procedure=infringement-complaint").json()["cases"][0][
        "number"
    ]
    context.close()
    return str(number)


def take(browser: Browser, shot: Shot) -> None:
    """Take one picture."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN" if shot.lang == "zh" else "en-GB"
    )
    chosen = {"zhidun_theme": shot.theme, "zhidun_size": shot.text}
    context.add_cookies([{"name": name, "value": value, "url": URL} for name, value in chosen.items()])
    page = context.new_page()
    if shot.user:
        sign_in(page, shot.user)
    page.goto(f"{URL}{shot.path}?lang={shot.lang}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / f"{shot.name}.png", full_page=shot.full)
    context.close()


def main() -> int:
    """Take every picture; the number of a decided demo case may be given as the only word."""
    path = os.environ.get("ZHIDUN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        print("no chromium: apt-get install chromium", file=sys.stderr)
        return 1
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        number = sys.argv[1] if len(sys.argv) > 1 else closed_case(browser)
        for shot in shots(number):
            take(browser, shot)
            print(shot.name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
