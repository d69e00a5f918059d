"""Browser assets and Chinese fonts: fetched once by the lock file, the few files needed copied into `static/vendor`."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t

NODE_MAJOR = 20
FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "alpine.min.js": "@alpinejs/csp/dist/cdn.min.js",
    "echarts.min.js": "echarts/dist/echarts.common.min.js",
    "axe.min.js": "axe-core/axe.min.js",
    "fonts/NotoSansSC-Regular.ttf": "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "fonts/NotoSansSC-Bold.ttf": "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "fonts/NotoSerifSC-Regular.ttf": "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "fonts/NotoSerifSC-Bold.ttf": "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    "fonts/OFL.txt": "@expo-google-fonts/noto-serif-sc/LICENSE_FONT",
}
SOURCE_MAP = re.compile(r"^(?://|/\*)# sourceMappingURL=[^\n]*$", re.MULTILINE)
NOT_SERVED = ("fonts", "axe.min.js")
"""Used by papers and tests, not by pages."""


class AssetsMissing(Unavailable):
    """The browser assets are not there and could not be fetched."""

    code = "assets.missing"


def folder() -> Path:
    """Return where the assets lie."""
    return Path(__file__).resolve().parents[1] / "static" / "vendor"


def missing() -> list[str]:
    """Return the files that are not there."""
    return [name for name in FILES if not (folder() / name).is_file()]


def mark(project: Path) -> str:
    """Return a name that changes when the lock or the list of files does."""
    digest = hashlib.sha256((project / "package-lock.json").read_bytes())
    digest.update(repr(sorted(FILES.items())).encode())
    return digest.hexdigest()


def current(project: Path) -> bool:
    """Say whether the assets of this lock are in place."""
    stamp = folder() / ".lock"
    return stamp.is_file() and stamp.read_text() == mark(project) and not missing()


def fetch(project: Path) -> None:
    """Fetch by the lock and copy; does nothing when the assets of this lock are there.

    Raises:
        AssetsMissing: no package index can be reached, or a file is not where it should be.
    """
    if current(project):
        return
    with tempfile.TemporaryDirectory(prefix="zd-assets-") as name:
        work = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(project / file, work / file)
        words = [*_npm(project, work), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(words, cwd=work, check=False, capture_output=True, text=True, env=_environment(words[0]))
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or [""]
            raise _missing(f"npm: {last[0]}")
        _copy(work / "node_modules")
    (folder() / ".lock").write_text(mark(project))


def _copy(modules: Path) -> None:
    for name, source in FILES.items():
        target = folder() / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (modules / source).is_file():
            raise _missing(source)
        if target.suffix in {".css", ".js"}:  # no address of a source map that is not shipped
            text = (modules / source).read_text(encoding="utf-8")
            target.write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
        else:
            shutil.copyfile(modules / source, target)


def _environment(program: str) -> dict[str, str]:
    return os.environ | {"PATH": f"{Path(program).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _npm(project: Path, work: Path) -> list[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= NODE_MAJOR:
        return [npm]
    place = work / "node"
    venv.create(place, with_pip=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "-q", "--require-hashes"]
    words = [*pip, "-r", str(project / "requirements" / "node.lock")]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise _missing("Node >= 20")
    return [str(place / "bin" / "npm")]


def _major(node: str) -> int:
    done = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    digits = done.stdout.strip().removeprefix("v").split(".")[0]
    return int(digits) if done.returncode == 0 and digits.isdigit() else 0


def _missing(what: str) -> AssetsMissing:
    return AssetsMissing(
        t(f"未能获取页面资源与字体({what})。", f"The browser assets and fonts could not be fetched ({what})."),
        t("请确认可访问软件包索引后重新运行。", "Make sure the package indexes can be reached, then run it again."),
    )


if __name__ == "__main__":
    from zhidun.site.translations import compile_catalogues

    compile_catalogues()
    try:
        fetch(Path(__file__).resolve().parents[3])
    except AssetsMissing as refusal:
        sys.exit(f"{refusal.reason.zh} {refusal.reason.en}\n{refusal.remedy.zh} {refusal.remedy.en}")
