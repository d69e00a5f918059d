"""Seizure, registration of evidence, and the penalty Law's own periods.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Seizure period: SAMR Administrative Penalty Procedure Provisions, art. 38
    ("samr.seizure.30d", 30, "day", "holiday"): (
        ("2024-02-21", "2024-03-22"),  # Wed: ends on a working Fri; over 29 February
        ("2024-02-29", "2024-03-30"),  # Thu: ends on a plain Sat and stays; from the leap day
        ("2024-05-11", "2024-06-11"),  # Sat: Mon 06-10 is in Dragon Boat: rolls; received on a made-up Sat
        ("2025-12-03", "2026-01-04"),  # Wed: Fri 01-02 is in New Year: rolls; year turns
        ("2026-01-22", "2026-02-24"),  # Thu: Sat 02-21 is in Spring Festival: rolls
        ("2026-03-06", "2026-04-07"),  # Fri: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-03-25", "2026-04-24"),  # Wed: ends on a working Fri
        ("2026-04-01", "2026-05-06"),  # Wed: Fri 05-01 is in Labour Day: rolls
        ("2026-06-19", "2026-07-19"),  # Fri: ends on a plain Sun and stays; starts in Dragon Boat
        ("2026-08-26", "2026-09-28"),  # Wed: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-02", "2026-10-08"),  # Wed: Fri 10-02 is in National Day: rolls
        ("2026-09-10", "2026-10-10"),  # Thu: ends on a made-up Sat: no roll
        ("2026-12-27", "2027-01-26 ~"),  # Sun: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Seizure period: Administrative Coercion Law, art. 25
    ("seizure.30d", 30, "day", "dayoff"): (
        ("2022-12-03", "2023-01-03"),  # Sat: Mon 01-02 is in New Year: rolls; year turns
        ("2024-02-18", "2024-03-19"),  # Sun: ends on a working Tue; over 29 February; received on a made-up Sun
        ("2024-02-29", "2024-04-01"),  # Thu: Sat 03-30 is a plain weekend: rolls; from the leap day
        ("2026-01-12", "2026-02-11"),  # Mon: ends on a working Wed
        ("2026-01-21", "2026-02-24"),  # Wed: Fri 02-20 is in Spring Festival: rolls
        ("2026-03-06", "2026-04-07"),  # Fri: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-04-03", "2026-05-06"),  # Fri: Sun 05-03 is in Labour Day: rolls
        ("2026-05-01", "2026-06-01"),  # Fri: Sun 05-31 is a plain weekend: rolls; starts in Labour Day
        ("2026-05-22", "2026-06-22"),  # Fri: Sun 06-21 is in Dragon Boat: rolls
        ("2026-08-21", "2026-09-20"),  # Fri: ends on a made-up Sun: no roll
        ("2026-08-27", "2026-09-28"),  # Thu: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-07", "2026-10-08"),  # Mon: Wed 10-07 is in National Day: rolls
        ("2026-12-26", "2027-01-25 ~"),  # Sat: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Decide on preserved evidence: SAMR Administrative Penalty Procedure Provisions, art. 35
    ("samr.preserve.7wd", 7, "wd", "holiday"): (
        ("2022-01-01", "2022-01-12"),  # Sat: passes New Year; starts in New Year
        ("2022-09-23", "2022-10-09"),  # Fri: passes National Day; works 10-08 10-09; ends on a made-up day
        ("2026-02-11", "2026-02-27"),  # Wed: passes Spring Festival; works 02-14
        ("2026-02-20", "2026-03-03"),  # Fri: passes Spring Festival; works 02-28; starts in Spring Festival
        ("2026-02-28", "2026-03-10"),  # Sat: one weekend; received on a made-up Sat
        ("2026-04-04", "2026-04-15"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-04-22", "2026-05-06"),  # Wed: passes Labour Day
        ("2026-06-12", "2026-06-24"),  # Fri: passes Dragon Boat
        ("2026-06-30", "2026-07-09"),  # Tue: one weekend
        ("2026-08-29", "2026-09-08"),  # Sat: one weekend
        ("2026-09-23", "2026-10-10"),  # Wed: passes Mid-autumn and National Day; works 10-10; ends on a made-up day
        ("2026-10-03", "2026-10-15"),  # Sat: passes National Day; works 10-10; starts in National Day
        ("2026-12-24", "2027-01-04 ~"),  # Thu: 2 weekends; year turns; 2027 not loaded
    ),
    # Decision period: Administrative Penalty Law, art. 60
    ("apl.decide.90d", 90, "day", "dayoff"): (
        ("2022-03-07", "2022-06-06"),  # Mon: Sun 06-05 is in Dragon Boat: rolls
        ("2022-06-14", "2022-09-13"),  # Tue: Mon 09-12 is in Mid-autumn: rolls
        ("2024-02-11", "2024-05-11"),  # Sun: ends on a made-up Sat: no roll; over 29 February
        ("2024-02-29", "2024-05-29"),  # Thu: ends on a working Wed; from the leap day
        ("2025-10-04", "2026-01-04"),  # Sat: Fri 01-02 is in New Year: rolls; starts in National Day; year turns
        ("2026-01-04", "2026-04-07"),  # Sun: Sat 04-04 is in Tomb-sweeping: rolls; received on a made-up Sun
        ("2026-02-04", "2026-05-06"),  # Wed: Tue 05-05 is in Labour Day: rolls
        ("2026-03-09", "2026-06-08"),  # Mon: Sun 06-07 is a plain weekend: rolls
        ("2026-07-06", "2026-10-08"),  # Mon: Sun 10-04 is in National Day: rolls
        ("2026-07-16", "2026-10-14"),  # Thu: ends on a working Wed
        ("2026-09-06", "2026-12-07"),  # Sun: Sat 12-05 is a plain weekend: rolls
        ("2026-10-31", "2027-01-29 ~"),  # Sat: ends on a working Fri; year turns; 2027 not loaded
        ("2026-11-17", "2027-02-15 ~"),  # Tue: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Service of decision: Administrative Penalty Law, art. 61
    ("apl.deliver.7d", 7, "wd", "dayoff"): (
        ("2023-01-01", "2023-01-11"),  # Sun: passes New Year; starts in New Year
        ("2023-09-21", "2023-10-08"),  # Thu: passes Mid-autumn and National Day; works 10-07 10-08
        ("2026-01-11", "2026-01-20"),  # Sun: one weekend
        ("2026-02-13", "2026-03-02"),  # Fri: passes Spring Festival; works 02-14 02-28
        ("2026-03-28", "2026-04-08"),  # Sat: passes Tomb-sweeping
        ("2026-03-31", "2026-04-10"),  # Tue: passes Tomb-sweeping
        ("2026-04-30", "2026-05-13"),  # Thu: passes Labour Day; works 05-09
        ("2026-05-02", "2026-05-13"),  # Sat: passes Labour Day; works 05-09; starts in Labour Day
        ("2026-06-10", "2026-06-22"),  # Wed: passes Dragon Boat
        ("2026-07-27", "2026-08-05"),  # Mon: one weekend
        ("2026-10-10", "2026-10-20"),  # Sat: one weekend; received on a made-up Sat
        ("2026-11-12", "2026-11-23"),  # Thu: 2 weekends
        ("2026-12-25", "2027-01-05 ~"),  # Fri: 2 weekends; year turns; 2027 not loaded
    ),
    # Hearing notice: Administrative Penalty Law, art. 64(2)
    ("apl.hearing.notice.7d", 7, "wd", "back"): (
        ("2026-01-11", "2025-12-31"),  # Sun: passes New Year; works 01-04; year turns
        ("2026-02-01", "2026-01-22"),  # Sun: 2 weekends
        ("2026-02-07", "2026-01-29"),  # Sat: one weekend
        ("2026-02-20", "2026-02-06"),  # Fri: passes Spring Festival; works 02-14; starts in Spring Festival
        ("2026-03-03", "2026-02-14"),  # Tue: passes Spring Festival; works 02-14 02-28; ends on a made-up day
        ("2026-04-15", "2026-04-03"),  # Wed: passes Tomb-sweeping
        ("2026-05-05", "2026-04-22"),  # Tue: passes Labour Day; starts in Labour Day
        ("2026-05-07", "2026-04-23"),  # Thu: passes Labour Day
        ("2026-06-23", "2026-06-11"),  # Tue: passes Dragon Boat
        ("2026-08-05", "2026-07-27"),  # Wed: one weekend
        ("2026-10-10", "2026-09-23"),  # Sat: passes Mid-autumn and National Day; received on a made-up Sat
        ("2026-10-16", "2026-10-08"),  # Fri: works 10-10
        ("2026-12-01", "2026-11-20"),  # Tue: 2 weekends
    ),
    # Request hearing: Administrative Penalty Law, art. 64(1)
    ("apl.hearing.request.5d", 5, "wd", "dayoff"): (
        ("2023-01-20", "2023-02-01"),  # Fri: passes Spring Festival; works 01-28 01-29
        ("2023-09-24", "2023-10-07"),  # Sun: passes Mid-autumn and National Day; works 10-07; ends on a made-up day
        ("2023-12-26", "2024-01-03"),  # Tue: passes New Year; year turns
        ("2026-02-27", "2026-03-05"),  # Fri: works 02-28
        ("2026-04-02", "2026-04-10"),  # Thu: passes Tomb-sweeping
        ("2026-04-27", "2026-05-07"),  # Mon: passes Labour Day
        ("2026-05-27", "2026-06-03"),  # Wed: one weekend
        ("2026-06-18", "2026-06-26"),  # Thu: passes Dragon Boat
        ("2026-06-19", "2026-06-26"),  # Fri: passes Dragon Boat; starts in Dragon Boat
        ("2026-09-19", "2026-09-24"),  # Sat: works 09-20
        ("2026-10-05", "2026-10-13"),  # Mon: passes National Day; works 10-10; starts in National Day
        ("2026-10-10", "2026-10-16"),  # Sat: within one week; received on a made-up Sat
        ("2026-12-25", "2027-01-01 ~"),  # Fri: one weekend; year turns; 2027 not loaded
    ),
    # Penalty limitation: Administrative Penalty Law, art. 36
    ("apl.limit.2y", 2, "year", "dayoff"): (
        ("2022-04-02", "2024-04-02"),  # Sat: ends on a working Tue; received on a made-up Sat
        ("2022-10-04", "2024-10-08"),  # Tue: Fri 10-04 is in National Day: rolls; starts in National Day
        ("2023-04-06", "2025-04-07"),  # Thu: Sun 04-06 is in Tomb-sweeping: rolls
        ("2023-11-30", "2025-12-01"),  # Thu: Sun 11-30 is a plain weekend: rolls
        ("2024-02-15", "2026-02-24"),  # Thu: Sun 02-15 is in Spring Festival: rolls; starts in Spring Festival
        ("2024-02-29", "2026-02-28"),  # Thu: ends on a made-up Sat: no roll; from the leap day
        ("2024-09-27", "2026-09-28"),  # Fri: Sun 09-27 is in Mid-autumn: rolls
        ("2026-01-01", "2028-01-03 ~"),  # Thu: Sat 01-01 is a plain weekend: rolls; starts in New Year; 2027 not loaded
        ("2026-05-05", "2028-05-05 ~"),  # Tue: ends on a working Fri; starts in Labour Day; 2027 not loaded
        ("2026-08-13", "2028-08-14 ~"),  # Thu: Sun 08-13 is a plain weekend: rolls; 2027 not loaded
        ("2026-08-18", "2028-08-18 ~"),  # Tue: ends on a working Fri; 2027 not loaded
        ("2026-10-10", "2028-10-10 ~"),  # Sat: ends on a working Tue; received on a made-up Sat; 2027 not loaded
        ("2026-12-05", "2028-12-05 ~"),  # Sat: ends on a working Tue; 2027 not loaded
    ),
    # Penalty limitation: Administrative Penalty Law, art. 36
    ("apl.limit.2y#long", 5, "year", "dayoff"): (
        ("2024-02-29", "2029-02-28 ~"),  # Thu: ends on a working Wed; from the leap day; 2027 not loaded
        ("2024-09-29", "2029-10-01 ~"),  # Sun: Sat 09-29 is a plain weekend: rolls; received on a made-up Sun
        ("2026-02-28", "2031-02-28 ~"),  # Sat: ends on a working Fri; received on a made-up Sat; 2027 not loaded
        ("2026-03-09", "2031-03-10 ~"),  # Mon: Sun 03-09 is a plain weekend: rolls; 2027 not loaded
        ("2026-03-21", "2031-03-21 ~"),  # Sat: ends on a working Fri; 2027 not loaded
        ("2026-04-26", "2031-04-28 ~"),  # Sun: Sat 04-26 is a plain weekend: rolls; 2027 not loaded
        ("2026-05-01", "2031-05-01 ~"),  # Fri: ends on a working Thu; starts in Labour Day; 2027 not loaded
        ("2026-06-21", "2031-06-23 ~"),  # Sun: Sat 06-21 is a plain weekend: rolls; starts in Dragon Boat
        ("2026-09-30", "2031-09-30 ~"),  # Wed: ends on a working Tue; 2027 not loaded
    ),
    # Withdraw publication: Administrative Penalty Law, art. 48
    ("apl.publish.withdraw.3d", 3, "wd", "dayoff"): (
        ("2022-12-30", "2023-01-05"),  # Fri: passes New Year; year turns
        ("2023-01-23", "2023-01-30"),  # Mon: passes Spring Festival; works 01-28 01-29; starts in Spring Festival
        ("2025-09-28", "2025-10-09"),  # Sun: passes National Day and Mid-autumn; received on a made-up Sun
        ("2026-02-25", "2026-02-28"),  # Wed: works 02-28; ends on a made-up day
        ("2026-03-03", "2026-03-06"),  # Tue: within one week
        ("2026-04-01", "2026-04-07"),  # Wed: passes Tomb-sweeping
        ("2026-04-30", "2026-05-08"),  # Thu: passes Labour Day
        ("2026-05-08", "2026-05-12"),  # Fri: works 05-09
        ("2026-05-31", "2026-06-03"),  # Sun: within one week
        ("2026-06-18", "2026-06-24"),  # Thu: passes Dragon Boat
        ("2026-08-07", "2026-08-12"),  # Fri: one weekend
        ("2026-10-05", "2026-10-10"),  # Mon: passes National Day; works 10-10; ends on a made-up day
        ("2026-12-31", "2027-01-05 ~"),  # Thu: one weekend; year turns; 2027 not loaded
    ),
    # Advance registration and preservation: Administrative Penalty Law, art. 56
    ("apl.register_save.7d", 7, "wd", "dayoff"): (
        ("2023-01-19", "2023-02-02"),  # Thu: passes Spring Festival; works 01-28 01-29
        ("2023-12-28", "2024-01-09"),  # Thu: passes New Year; year turns
        ("2026-01-04", "2026-01-13"),  # Sun: one weekend; received on a made-up Sun
        ("2026-02-20", "2026-03-03"),  # Fri: passes Spring Festival; works 02-28; starts in Spring Festival
        ("2026-03-26", "2026-04-07"),  # Thu: passes Tomb-sweeping
        ("2026-04-27", "2026-05-09"),  # Mon: passes Labour Day; works 05-09; ends on a made-up day
        ("2026-06-15", "2026-06-25"),  # Mon: passes Dragon Boat
        ("2026-06-24", "2026-07-03"),  # Wed: one weekend
        ("2026-09-10", "2026-09-20"),  # Thu: works 09-20; ends on a made-up day
        ("2026-09-11", "2026-09-21"),  # Fri: works 09-20
        ("2026-09-26", "2026-10-12"),  # Sat: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-12-04", "2026-12-15"),  # Fri: 2 weekends
        ("2026-12-26", "2027-01-05 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
