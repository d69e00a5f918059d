"""Words of the templates: bilingual text, dates as people write them, icons, the wearer's theme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from zhidun.access import places
from zhidun.kernel.text import Text
from zhidun.kernel.text import listed as every
from zhidun.kernel.time import CITY_ZONE, aware
from zhidun.kernel.time import now as right_now
from zhidun.site import sessions
from zhidun.site.glossary import Word, meant_in, words
from zhidun.site.templatetags.icon_paths import PATHS

register = template.Library()
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
THEMES = ("light", "dark")
SIZES = ("normal", "large")
WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
HALF = re.compile(r"(?<=[\u4e00-\u9fff》）)”])([,;:?!])(?:\s|(?=[\w《（“(])|$)")
BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff》])\(([^()]*)\)")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def lang() -> str:
    """Return the language of this answer in kernel words."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


@register.filter
def listed(words: Iterable[object]) -> str:
    """Enumerate words as the language of the page does."""
    return every(words).in_(lang())


@register.filter
def say(value: object) -> str:
    """Return a Text, a {zh, en} mapping or plain words in the language of the page."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return typeset(value.in_(lang()))
    if isinstance(value, Mapping) and "zh" in value:
        return typeset(Text.of(value).in_(lang()))
    return str(value)


def typeset(text: str) -> str:
    """Return Chinese words with Chinese punctuation: `期限:90日` becomes `期限：90日`; English stays as it is."""
    if lang() != "zh":
        return text
    inner = BRACKETS.sub(r"（\1）", HALF.sub(lambda found: FULL[found[1]], text))
    return BRACKETS.sub(r"（\1）", inner)


@register.filter
def once(said: Sequence[object], more: Sequence[object] = ()) -> list[str]:
    """Return two lists as one, in the words of the page, each line once."""
    return list(dict.fromkeys(say(one) for one in (*said, *more)))


@register.simple_tag
def colon() -> str:
    """Return the colon of the page's language, with the space that belongs to it."""
    return "：" if lang() == "zh" else ": "


@register.filter
def named(row: object, stem: str = "name") -> str:
    """Return `<stem>_zh` or `<stem>_en` of a row; Chinese where the English one is empty."""
    chinese = str(getattr(row, f"{stem}_zh", "") or "")
    return (str(getattr(row, f"{stem}_en", "") or "") or chinese) if lang() == "en" else typeset(chinese)


def _as_date(value: object) -> date | None:
    if isinstance(value, str) and value:
        try:
            value = datetime.fromisoformat(value) if len(value) > len("2026-01-01") else date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return aware(value).astimezone(CITY_ZONE).date()
    return value if isinstance(value, date) else None


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if lang() == "zh" else f"{on.day} {MONTHS[on.month - 1]} {on.year}"


@register.filter
def day(value: object) -> str:
    """Return a date as it is written: 2026年10月8日 / 8 Oct 2026; empty for none."""
    on = _as_date(value)
    return _day(on) if on else ""


@register.filter
def weekday(value: object) -> str:
    """Return a date with its day of the week."""
    on = _as_date(value)
    if on is None:
        return ""
    return (
        f"{_day(on)}（周{WEEKDAYS['zh'][on.weekday()]}）"
        if lang() == "zh"
        else f"{WEEKDAYS['en'][on.weekday()]} {_day(on)}"
    )


@register.filter
def until(value: object) -> str:
    """Return the moment something is due: its last day where it ends with a day (24:00), else day and time."""
    if not isinstance(value, datetime):
        return moment(value)
    last = aware(value).astimezone(CITY_ZONE)
    return day(last.date() - timedelta(days=1)) if last.time() == time.min else moment(value)


@register.filter
def moment(value: object) -> str:
    """Return a moment in the city's zone: 2026年10月8日 10:32."""
    if isinstance(value, str) and value:
        try:
            return moment(datetime.fromisoformat(value))
        except ValueError:
            return value
    if not isinstance(value, datetime):
        return day(value)
    local = aware(value).astimezone(CITY_ZONE)
    return f"{_day(local.date())} {local:%H:%M}"


@register.filter
def iso(value: object) -> str:
    """Return the machine form of a date or moment for `<time datetime>`."""
    if isinstance(value, datetime):
        return aware(value).astimezone(CITY_ZONE).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value or "")


@register.filter
def item(mapping: object, key: object) -> object:
    """Return `mapping[key]`, or an empty string."""
    if isinstance(mapping, Mapping):
        found = mapping.get(key, mapping.get(str(key), ""))
        return "" if found is None else found
    return ""


@register.filter
def ticked(value: object, option: object) -> bool:
    """Say whether an option is among the value(s) chosen."""
    if isinstance(value, bool):
        return str(option).lower() == str(value).lower()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return str(option) in {str(one) for one in value}
    return str(value) == str(option)


@register.filter
def short_hash(value: object) -> str:
    """Return the first and last characters of a hash, for a list; the whole stands on the item's page."""
    text = str(value or "")
    keep = 12
    return text if len(text) <= 2 * keep else f"{text[:keep]}…{text[-6:]}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon in line; without a label it is decoration and hidden from screen readers."""
    path = mark_safe(PATHS[name])  # noqa: S308  our own constant
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="zd-icon" viewBox="0 0 24 24" {}><path d="{}"/></svg>', said, path)


@register.simple_tag(takes_context=True)
def wears(context: Context, what: str) -> str:
    """Return the theme or the size the reader chose (cookies), light and normal by default."""
    request = context.get("request")
    cookies: Mapping[str, str] = request.COOKIES if isinstance(request, HttpRequest) else {}
    known, cookie = (SIZES, "zhidun_size") if what == "size" else (THEMES, "zhidun_theme")
    chosen = cookies.get(cookie, known[0])
    return chosen if chosen in known else known[0]


@register.simple_tag(takes_context=True)
def here(context: Context, *prefixes: str) -> SafeString:
    """Write `aria-current="page"` when the page's address begins with one of the prefixes (`=` in front: is it)."""
    request = context.get("request")
    at = request.path if isinstance(request, HttpRequest) else ""
    hit = any(at == one[1:] if one.startswith("=") else at.startswith(one) for one in prefixes)
    return mark_safe(' aria-current="page"') if hit else mark_safe("")


@register.simple_tag(takes_context=True)
def session_left(context: Context) -> int:
    """Return the seconds until the reader's session ends; 0 for visitors and on the files' face."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return 0
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    left = sessions.seconds_left(request)
    return max(left, 1)


@register.simple_tag
def explain(*said: object) -> tuple[Word, ...]:
    """Return the glossary's words that a label, its hint or its options use."""
    parts: list[str] = []
    for one in said:
        options = one if isinstance(one, list | tuple) else [one]
        parts += [say(part.get("label") if isinstance(part, Mapping) and "label" in part else part) for part in options]
    return meant_in(" ".join(parts), lang())


@register.filter
def marked(text: object) -> SafeString:
    """Return English words with Chinese names in them marked as Chinese, so that a screen reader says them right."""
    said = str(conditional_escape(str(text)))
    return mark_safe(HAN_RUN.sub(r'<span lang="zh-Hans">\g<0></span>', said) if lang() == "en" else said)  # noqa: S308  escaped above


@register.simple_tag
def glossary() -> tuple[Word, ...]:
    """Return every word of the glossary."""
    return words()


@register.filter
def short_unit(name: object) -> str:
    """Return the name of a unit short enough for a tile: 锦江, Tianfu."""
    text = str(name)
    if lang() == "en":
        home = places.city()
        words = [one for one in text.split() if one not in {home.name.en, home.province.en}]
        return words[0] if words else text
    return places.city().short(text).removesuffix("区").removesuffix("市").removesuffix("县")


@register.simple_tag
def platform() -> str:
    """Return what the house calls itself to its citizens, in the reader's language."""
    return places.city().platform.in_(lang())


@register.filter
def clock(value: object) -> str:
    """Return the hour and minute of a moment in the city's zone."""
    return f"{aware(value).astimezone(CITY_ZONE):%H:%M}" if isinstance(value, datetime) else ""


@register.filter
def md(value: object) -> str:
    """Return month and day for a tight list: 10-08."""
    on = _as_date(value)
    return f"{on:%m-%d}" if on else str(value or "")


@register.filter
def minutes(moment: datetime) -> int:
    """Return the whole minutes until a moment, rounded down; below 0 when it is past."""
    return int((moment - right_now()).total_seconds() // 60)


@register.filter
def minus(count: int) -> int:
    """Return the count with the other sign."""
    return -count


@register.filter
def with_late(left: object) -> object:
    """Return time left as a mapping that also says how many working days it is late."""
    days = int(getattr(left, "working_days", 0) or 0)
    names = ("due_at", "due_on", "working_days", "hours", "urgency", "provisional")
    return {name: getattr(left, name, None) for name in names} | {"late": max(-days, 0)}
