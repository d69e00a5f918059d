"""The English catalogue of the pages: `python -m zhidun.site.translations compile|check|collect`.

Chinese is written in the templates; `locale/en/LC_MESSAGES/django.po` holds the English. The compiled catalogue is made
at set-up and is not kept in the repository.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HAN = re.compile(r"[\u4e00-\u9fff]")
_TRANS = re.compile(r"""\{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
_MARK = re.compile(r"""(?<![A-Za-z_])_\(\s*(?:"([^"]+)"|'([^']+)')\s*\)""")
_BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b[^%]*%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
_ENTRY = re.compile(r'^msgid ((?:".*"\n?)+)', re.MULTILINE)
_QUOTED = re.compile(r'"(.*)"')
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def package() -> Path:
    """Return the folder whose pages and catalogues are meant."""
    return Path(__file__).resolve().parents[1]


def _source() -> Path:
    return package() / "locale" / "en" / "LC_MESSAGES" / "django.po"


def _words(text: str) -> Iterator[str]:
    for found in (*_TRANS.finditer(text), *_MARK.finditer(text)):
        yield found[1] or found[2]
    for block in _BLOCK.finditer(text):
        for part in re.split(r"\{%\s*plural\s*%\}", block[1]):
            yield _PLACE.sub(r"%(\1)s", part)


def used() -> dict[str, list[Path]]:
    """Return every Chinese message of templates and views with the files that use it."""
    found: dict[str, list[Path]] = {}
    for file in sorted([*package().rglob("*.html"), *package().rglob("*.py")]):
        if file.resolve() == Path(__file__).resolve():
            continue
        for word in _words(file.read_text(encoding="utf-8")):
            if HAN.search(word):
                found.setdefault(word, []).append(file)
    return found


def _catalogue(source: Path) -> Catalog:
    with source.open("rb") as stream:
        return read_po(stream, locale=source.parents[1].name)


def _english() -> dict[str, str]:
    """Return the English of each message; a doubtful (fuzzy) one counts as none."""
    if not _source().exists():
        return {}
    known: dict[str, str] = {}
    for entry in _catalogue(_source()):
        key = entry.id if isinstance(entry.id, str) else entry.id[0]
        said = entry.string if isinstance(entry.string, str) else next(iter(entry.string or ("",)))
        if key:
            known[key] = "" if entry.fuzzy else said
    return known


def compile_catalogues() -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; return the sources compiled."""
    done: list[Path] = []
    for source in sorted(package().glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(".new")
        with draft.open("wb") as stream:
            write_mo(stream, _catalogue(source))
        draft.replace(target)
        done.append(source)
    return done


def untranslated() -> list[tuple[Path, str]]:
    """Return each message without English, with the first file that uses it."""
    known = _english()
    return [(files[0], word) for word, files in used().items() if not known.get(word)]


def _plain(text: str) -> list[str]:
    """Return Chinese in a template that is neither a message nor a comment."""
    text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", "", text, flags=re.DOTALL)
    text = _BLOCK.sub("", text)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    return [line.strip() for line in text.splitlines() if HAN.search(line)]


def findings() -> list[str]:
    """Return what is wrong: a message without English, one nobody uses, Chinese outside of messages."""
    known, wanted = _english(), used()
    wrong = [f"{file.relative_to(package())}: no English for “{word}”" for file, word in untranslated()]
    wrong += [f"django.po: nobody uses “{word}”" for word in known if word not in wanted]
    wrong += [f"django.po: Chinese in the English for “{word}”" for word, said in known.items() if HAN.search(said)]
    wrong += [f"django.po: more than once: “{word}”" for word in twice(_source().read_text(encoding="utf-8"))]
    for file in sorted(package().rglob("*.html")):
        name, text = file.relative_to(package()), file.read_text(encoding="utf-8")
        wrong += [f"{name}: a per cent sign in “{word}” is never found" for word in percents(text)]
        if file.parent == package() / "ledger" / "page":  # speaks both languages by itself: it must work offline
            continue
        stray = [line for line in _plain(text) if not BOTH.search(line)]
        wrong += [f"{name}: words outside of a message: {line[:80]}" for line in stray]
    return wrong


def twice(text: str) -> list[str]:
    """Return the messages a catalogue has more than once: only the first would count."""
    seen = Counter("".join(_QUOTED.findall(block)) for block in _ENTRY.findall(text))
    return sorted(word for word, n in seen.items() if word and n > 1)


def percents(text: str) -> list[str]:
    """Return marked words of a template with a bare per cent sign: the engine doubles it and finds no English."""
    return [word for found in _MARK.finditer(text) if "%" in (word := found[1] or found[2])]


BOTH = re.compile(r">中文<|lang == 'en'")
"""Lines that may hold Chinese: the name of the language itself, and pages made without the catalogue."""


def collect() -> int:
    """Bring the catalogue up to date with the pages, keeping what is translated; return how many lack English."""
    old = _english()
    made = Catalog(locale="en", project="Zhidun", charset="utf-8", fuzzy=False)
    for word, files in sorted(used().items()):
        places = sorted({(str(file.relative_to(package())), 0) for file in files})
        made.add(word, old.get(word, ""), locations=places)
    _source().parent.mkdir(parents=True, exist_ok=True)
    with _source().open("wb") as stream:
        write_po(stream, made, width=120, include_lineno=False, sort_output=True)
    return len(untranslated())


def main(words: list[str]) -> int:
    """Run one of the three commands."""
    task = words[0] if words else "check"
    if task == "compile":
        compile_catalogues()
        return 0
    if task == "collect":
        sys.stdout.write(f"{collect()} without English\n")
        return 0
    wrong = findings()
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
