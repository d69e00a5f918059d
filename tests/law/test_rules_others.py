"""Exhibitions, inspections, rewards, platforms, repeat offences and what else carries a period.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Hand over after the exhibition: Measures for IP protection at exhibitions, art. 33
    ("exh.handover.15wd", 15, "wd", "dayoff"): (
        ("2022-12-31", "2023-01-28"),  # Sat: passes New Year and Spring Festival; works 01-28; ends on a made-up day
        ("2026-04-03", "2026-04-27"),  # Fri: passes Tomb-sweeping
        ("2026-04-17", "2026-05-12"),  # Fri: passes Labour Day; works 05-09
        ("2026-05-29", "2026-06-22"),  # Fri: passes Dragon Boat
        ("2026-07-24", "2026-08-14"),  # Fri: 3 weekends
        ("2026-09-19", "2026-10-15"),  # Sat: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-10-10", "2026-10-30"),  # Sat: 2 weekends; received on a made-up Sat
        ("2026-12-17", "2027-01-07 ~"),  # Thu: 3 weekends; year turns; 2027 not loaded
    ),
    # Publish result: Measures for spot checks of published enterprise information, art. 12
    ("insp.ent.publish.20wd", 20, "wd", "dayoff"): (
        ("2025-05-01", "2025-06-03"),  # Thu: passes Labour Day and Dragon Boat; starts in Labour Day
        ("2026-01-02", "2026-01-29"),  # Fri: passes New Year; works 01-04; starts in New Year
        ("2026-01-26", "2026-02-28"),  # Mon: passes Spring Festival; works 02-14 02-28; ends on a made-up day
        ("2026-03-19", "2026-04-17"),  # Thu: passes Tomb-sweeping
        ("2026-06-28", "2026-07-24"),  # Sun: 3 weekends
        ("2026-09-26", "2026-10-29"),  # Sat: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-10-10", "2026-11-06"),  # Sat: 3 weekends; received on a made-up Sat
        ("2026-12-26", "2027-01-22 ~"),  # Sat: 3 weekends; year turns; 2027 not loaded
    ),
    # Publish inspection result: State Council Opinions on double-random inspection, art. (6)
    ("insp.publish.20wd", 20, "wd", "dayoff"): (
        ("2022-04-02", "2022-05-05"),  # Sat: passes Tomb-sweeping and Labour Day; works 04-24
        ("2022-12-25", "2023-01-28"),  # Sun: passes New Year and Spring Festival; works 01-28; ends on a made-up day
        ("2026-03-12", "2026-04-10"),  # Thu: passes Tomb-sweeping
        ("2026-06-12", "2026-07-13"),  # Fri: passes Dragon Boat
        ("2026-06-21", "2026-07-17"),  # Sun: 3 weekends; starts in Dragon Boat
        ("2026-09-15", "2026-10-19"),  # Tue: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-10-16", "2026-11-13"),  # Fri: 4 weekends
        ("2026-12-29", "2027-01-26 ~"),  # Tue: 4 weekends; year turns; 2027 not loaded
    ),
    # Tell reporter: SAMR/MoF Interim Measures on rewards for reporting major violations, art. 14
    ("rwd.notice.15wd", 15, "wd", "dayoff"): (
        ("2022-09-11", "2022-10-08"),  # Sun: passes Mid-autumn and National Day; works 10-08; ends on a made-up day
        ("2023-12-19", "2024-01-10"),  # Tue: passes New Year; year turns
        ("2025-04-27", "2025-05-21"),  # Sun: passes Labour Day; received on a made-up Sun
        ("2026-01-03", "2026-01-22"),  # Sat: works 01-04; starts in New Year
        ("2026-02-03", "2026-03-02"),  # Tue: passes Spring Festival; works 02-14 02-28
        ("2026-04-01", "2026-04-23"),  # Wed: passes Tomb-sweeping
        ("2026-06-18", "2026-07-10"),  # Thu: passes Dragon Boat
        ("2026-12-19", "2027-01-08 ~"),  # Sat: 2 weekends; year turns; 2027 not loaded
    ),
    # Collect reward: SAMR/MoF Interim Measures on rewards for reporting major violations, art. 17
    ("rwd.claim.30wd", 30, "wd", "dayoff"): (
        ("2022-12-10", "2023-01-28"),  # Sat: passes New Year and Spring Festival; works 01-28; ends on a made-up day
        ("2026-01-04", "2026-02-13"),  # Sun: 5 weekends; received on a made-up Sun
        ("2026-01-21", "2026-03-10"),  # Wed: passes Spring Festival; works 02-14 02-28
        ("2026-04-05", "2026-05-20"),  # Sun: passes Tomb-sweeping and Labour Day; works 05-09; starts in Tomb-sweeping
        ("2026-06-09", "2026-07-22"),  # Tue: passes Dragon Boat
        ("2026-08-21", "2026-10-09"),  # Fri: passes Mid-autumn and National Day; works 09-20
        ("2026-09-15", "2026-11-02"),  # Tue: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-12-07", "2027-01-18 ~"),  # Mon: 6 weekends; year turns; 2027 not loaded
    ),
    # Review of amount: SAMR/MoF Interim Measures on rewards for reporting major violations, art. 18
    ("rwd.review.10wd", 10, "wd", "dayoff"): (
        ("2022-01-01", "2022-01-17"),  # Sat: passes New Year; starts in New Year
        ("2026-02-12", "2026-03-04"),  # Thu: passes Spring Festival; works 02-14 02-28
        ("2026-03-26", "2026-04-10"),  # Thu: passes Tomb-sweeping
        ("2026-04-06", "2026-04-20"),  # Mon: 2 weekends; starts in Tomb-sweeping
        ("2026-04-21", "2026-05-08"),  # Tue: passes Labour Day
        ("2026-06-09", "2026-06-24"),  # Tue: passes Dragon Boat
        ("2026-09-20", "2026-10-10"),  # Sun: passes Mid-autumn and National Day; works 10-10; ends on a made-up day
        ("2026-12-27", "2027-01-08 ~"),  # Sun: one weekend; year turns; 2027 not loaded
    ),
    # Tell the parties: SPC Provisions on technical investigators, art. 3
    ("ti.court.notice.3d", 3, "day", "dayoff"): (
        ("2026-02-11", "2026-02-14"),  # Wed: ends on a made-up Sat: no roll
        ("2026-02-20", "2026-02-24"),  # Fri: Mon 02-23 is in Spring Festival: rolls; starts in Spring Festival
        ("2026-03-21", "2026-03-24"),  # Sat: ends on a working Tue
        ("2026-04-01", "2026-04-07"),  # Wed: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-28", "2026-05-06"),  # Tue: Fri 05-01 is in Labour Day: rolls
        ("2026-09-22", "2026-09-28"),  # Tue: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-29", "2026-10-08"),  # Tue: Fri 10-02 is in National Day: rolls
        ("2026-12-30", "2027-01-04 ~"),  # Wed: Sat 01-02 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Platform counter-notice waiting period: E-Commerce Law, art. 43
    ("platform.notice.15d", 15, "day", "dayoff"): (
        ("2024-09-14", "2024-09-29"),  # Sat: ends on a made-up Sun: no roll; received on a made-up Sat
        ("2026-02-04", "2026-02-24"),  # Wed: Thu 02-19 is in Spring Festival: rolls
        ("2026-02-20", "2026-03-09"),  # Fri: Sat 03-07 is a plain weekend: rolls; starts in Spring Festival
        ("2026-03-20", "2026-04-07"),  # Fri: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-06-04", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-09-11", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-22", "2026-10-08"),  # Tue: Wed 10-07 is in National Day: rolls
        ("2026-12-20", "2027-01-04 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Repeat TM infringement: Trademark Law, art. 60(2)
    ("tm.repeat.5y", 5, "year", "dayoff"): (
        ("2024-02-29", "2029-02-28 ~"),  # Thu: ends on a working Wed; from the leap day; 2027 not loaded
        ("2026-02-14", "2031-02-14 ~"),  # Sat: ends on a working Fri; received on a made-up Sat; 2027 not loaded
        ("2026-04-17", "2031-04-17 ~"),  # Fri: ends on a working Thu; 2027 not loaded
        ("2026-05-02", "2031-05-02 ~"),  # Sat: ends on a working Fri; starts in Labour Day; 2027 not loaded
        ("2026-08-02", "2031-08-04 ~"),  # Sun: Sat 08-02 is a plain weekend: rolls; 2027 not loaded
        ("2026-09-12", "2031-09-12 ~"),  # Sat: ends on a working Fri; 2027 not loaded
        ("2026-09-20", "2031-09-22 ~"),  # Sun: Sat 09-20 is a plain weekend: rolls; received on a made-up Sun
        ("2026-12-31", "2031-12-31 ~"),  # Thu: ends on a working Wed; 2027 not loaded; last day in force
    ),
    # Five-year repeat definition: Criteria for trademark infringement, art. 34
    ("tm.std.repeat", 5, "year", "dayoff"): (
        ("2024-02-29", "2029-02-28 ~"),  # Thu: ends on a working Wed; from the leap day; 2027 not loaded
        ("2026-01-04", "2031-01-06 ~"),  # Sun: Sat 01-04 is a plain weekend: rolls; received on a made-up Sun
        ("2026-01-27", "2031-01-27 ~"),  # Tue: ends on a working Mon; 2027 not loaded
        ("2026-06-22", "2031-06-23 ~"),  # Mon: Sun 06-22 is a plain weekend: rolls; 2027 not loaded
        ("2026-09-26", "2031-09-26 ~"),  # Sat: ends on a working Fri; starts in Mid-autumn; 2027 not loaded
        ("2026-09-27", "2031-09-29 ~"),  # Sun: Sat 09-27 is a plain weekend: rolls; starts in Mid-autumn
        ("2026-11-01", "2031-11-03 ~"),  # Sun: Sat 11-01 is a plain weekend: rolls; 2027 not loaded
        ("2026-12-05", "2031-12-05 ~"),  # Sat: ends on a working Fri; 2027 not loaded
    ),
    # Serious circumstances: SAMR Provisions on trade-secret protection, art. 26
    ("ts.serious", 2, "year", "dayoff"): (
        ("2026-06-01", "2028-06-01 ~"),  # Mon: ends on a working Thu; 2027 not loaded; first day in force
        ("2026-07-06", "2028-07-06 ~"),  # Mon: ends on a working Thu; 2027 not loaded
        ("2026-08-13", "2028-08-14 ~"),  # Thu: Sun 08-13 is a plain weekend: rolls; 2027 not loaded
        ("2026-08-29", "2028-08-29 ~"),  # Sat: ends on a working Tue; 2027 not loaded
        ("2026-09-20", "2028-09-20 ~"),  # Sun: ends on a working Wed; received on a made-up Sun; 2027 not loaded
        ("2026-10-02", "2028-10-02 ~"),  # Fri: ends on a working Mon; starts in National Day; 2027 not loaded
        ("2026-10-07", "2028-10-09 ~"),  # Wed: Sat 10-07 is a plain weekend: rolls; starts in National Day
    ),
    # Ask for detention of suspected goods: Regulations on Customs Protection of IP, art. 16
    ("x.customs2018.16", 3, "wd", "dayoff"): (
        ("2026-02-14", "2026-02-26"),  # Sat: passes Spring Festival; received on a made-up Sat
        ("2026-04-02", "2026-04-08"),  # Thu: passes Tomb-sweeping
        ("2026-04-29", "2026-05-07"),  # Wed: passes Labour Day
        ("2026-06-16", "2026-06-22"),  # Tue: passes Dragon Boat
        ("2026-07-01", "2026-07-06"),  # Wed: one weekend
        ("2026-09-22", "2026-09-28"),  # Tue: passes Mid-autumn
        ("2026-10-06", "2026-10-10"),  # Tue: passes National Day; works 10-10; ends on a made-up day
        ("2026-12-29", "2027-01-01 ~"),  # Tue: within one week; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
