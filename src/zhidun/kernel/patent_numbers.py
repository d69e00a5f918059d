"""Chinese patent numbers of 8 and 12 digits with their check digit (weights 2..9 over and over, mod 11)."""

from __future__ import annotations

import re
from typing import Final

from zhidun.kernel.findings import Finding, plain
from zhidun.kernel.text import Text, t

PATENT_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
PATENT_SHORT: Final = 8
PATENT_LONG: Final = 12
PATENT_LONG_SINCE: Final = 2003

PATENT_KIND_DIGITS: Final[dict[str, str]] = {
    "1": "patent_invention",
    "2": "patent_utility",
    "3": "patent_design",
    "8": "patent_invention",
    "9": "patent_utility",
}
PATENT_NAMES: Final[dict[str, Text]] = {
    "patent_invention": t("发明专利", "invention patent"),
    "patent_utility": t("实用新型专利", "utility model patent"),
    "patent_design": t("外观设计专利", "design patent"),
}


def patent_check_character(body: str) -> str:
    """Return the check character for the 8 or 12 digits of a patent number (weights 2..9 over and over, mod 11).

    Raises:
        ValueError: not 8 or 12 digits.
    """
    if len(body) not in {PATENT_SHORT, PATENT_LONG} or not (body.isascii() and body.isdigit()):
        msg = "8 or 12 digits are needed"
        raise ValueError(msg)
    rest = sum(int(c) * w for c, w in zip(body, PATENT_WEIGHTS[: len(body)], strict=True)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004  the remainder 10 is written X


_PUBLICATION = re.compile(r"CN\d{7,9}[ABCUSY]\d?")
_PATENT = re.compile(r"(?:ZL|CN)?(\d{12}|\d{8})\.?([\dX])")
_PATENT_BARE = re.compile(r"(?:ZL|CN)?(\d{12}|\d{8})")
_CERTIFICATE = t("请对照专利证书或受理通知书核对。", "Compare it with the patent certificate or the filing receipt.")


def check_patent(kind: str, number: str) -> Finding:
    """Check a patent (application) number; `kind` may be `patent` (any) or one kind of patent."""
    raw = plain(number).replace("-", "")
    found = _PATENT.fullmatch(raw)
    if found is None:
        return _patent_of_no_shape(kind, raw)
    body, given = found[1], found[2]
    normal, expected = f"{body}.{given}", patent_check_character(body)
    if expected != given:
        reason = t(
            f"专利号校验位不符:应为“{expected}”,填写的是“{given}”。",
            f"The check digit does not fit: expected “{expected}”, got “{given}”.",
        )
        return Finding(
            kind=kind, normal=normal, severity="refuse", reason=reason, remedy=_CERTIFICATE, expected=expected
        )
    long = len(body) == PATENT_LONG
    digit, year = (body[4], body[:4]) if long else (body[2], _short_year(body[:2]))
    parts = {"year": year, "kind_digit": digit, "right_kind": PATENT_KIND_DIGITS.get(digit, "")}
    problem = _patent_kind_problem(kind, digit)
    if problem:
        return Finding(kind=kind, normal=normal, severity="refuse", reason=problem[0], remedy=problem[1], parts=parts)
    if long and int(year) < PATENT_LONG_SINCE:
        reason = t("2003年以前的专利号为8位数字。", "Patent numbers before 2003 have 8 digits.")
        return Finding(kind=kind, normal=normal, severity="warn", reason=reason, remedy=_CERTIFICATE, parts=parts)
    return Finding(kind=kind, normal=normal, expected=expected, parts=parts)


def _short_year(two: str) -> str:
    return ("19" if int(two) >= 85 else "20") + two  # noqa: PLR2004  the first filings are of 1985


def _patent_of_no_shape(kind: str, raw: str) -> Finding:
    bare = _PATENT_BARE.fullmatch(raw)
    if bare:
        expected = patent_check_character(bare[1])
        return Finding(
            kind=kind,
            normal=bare[1],
            severity="refuse",
            expected=expected,
            reason=t("缺少小数点后的校验位。", "The check digit after the point is missing."),
            remedy=t(
                f"按前面的数字推算,校验位应为“{expected}”;请对照专利证书核对。",
                f"By the digits entered it would be “{expected}”; compare it with the patent certificate.",
            ),
        )
    if _PUBLICATION.fullmatch(raw):
        return Finding(
            kind=kind,
            normal=raw,
            severity="refuse",
            reason=t("这是公布(公告)号,不是专利号。", "This is a publication number, not a patent number."),
            remedy=t(
                "请填写专利证书上的专利号(ZL开头)。", "Enter the number on the certificate, which begins with ZL."
            ),
        )
    return Finding(
        kind=kind,
        normal=raw,
        severity="refuse",
        reason=t(
            "专利号应为8位或12位数字,加小数点和1位校验位。",
            "A patent number has 8 or 12 digits, a point and one check digit.",
        ),
        remedy=t(
            "例如 ZL201710601862.3。请对照专利证书核对。", "Such as ZL201710601862.3. Compare it with the certificate."
        ),
    )


def _patent_kind_problem(kind: str, digit: str) -> tuple[Text, Text] | None:
    said = PATENT_KIND_DIGITS.get(digit)
    if said is None:
        reason = t(f"专利号中的种类位“{digit}”不存在。", f"There is no kind of patent “{digit}”.")
        return reason, _CERTIFICATE
    wanted = PATENT_NAMES.get(kind)
    if wanted is None or said == kind:
        return None
    name = PATENT_NAMES[said]
    return (
        t(f"该号码是{name.zh}的号码,不是{wanted.zh}。", f"This is the number of an {name.en}, not of: {wanted.en}."),
        t("请改选权利种类,或核对号码。", "Choose the other kind of right, or check the number."),
    )
