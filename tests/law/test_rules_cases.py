"""The clocks of a market-supervision case: verification, decision, review, competence, closing.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Verify clue and decide on filing: SAMR Administrative Penalty Procedure Provisions, art. 18
    ("samr.case.verify.15wd", 15, "wd", "holiday"): (
        ("2023-12-25", "2024-01-16"),  # Mon: passes New Year; year turns
        ("2026-01-26", "2026-02-14"),  # Mon: works 02-14; ends on a made-up day
        ("2026-01-27", "2026-02-24"),  # Tue: passes Spring Festival; works 02-14
        ("2026-02-12", "2026-03-11"),  # Thu: passes Spring Festival; works 02-14 02-28
        ("2026-04-02", "2026-04-24"),  # Thu: passes Tomb-sweeping
        ("2026-04-07", "2026-04-28"),  # Tue: 3 weekends
        ("2026-04-14", "2026-05-08"),  # Tue: passes Labour Day
        ("2026-04-25", "2026-05-19"),  # Sat: passes Labour Day; works 05-09
        ("2026-06-04", "2026-06-26"),  # Thu: passes Dragon Boat
        ("2026-09-25", "2026-10-22"),  # Fri: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-10-10", "2026-10-30"),  # Sat: 2 weekends; received on a made-up Sat
        ("2026-11-28", "2026-12-18"),  # Sat: 2 weekends
        ("2026-12-26", "2027-01-15 ~"),  # Sat: 2 weekends; year turns; 2027 not loaded
    ),
    # Case period: SAMR Administrative Penalty Procedure Provisions, art. 64
    ("samr.case.decide.90d", 90, "day", "holiday"): (
        ("2022-01-03", "2022-04-06"),  # Mon: Sun 04-03 is in Tomb-sweeping: rolls; starts in New Year
        ("2022-01-30", "2022-05-05"),  # Sun: Sat 04-30 is in Labour Day: rolls; received on a made-up Sun
        ("2022-03-07", "2022-06-06"),  # Mon: Sun 06-05 is in Dragon Boat: rolls
        ("2024-02-12", "2024-05-12"),  # Mon: ends on a plain Sun and stays; over 29 February; starts in Spring Festival
        ("2024-02-29", "2024-05-29"),  # Thu: ends on a working Wed; from the leap day
        ("2025-07-08", "2025-10-09"),  # Tue: Mon 10-06 is in Mid-autumn: rolls
        ("2025-11-17", "2026-02-24"),  # Mon: Sun 02-15 is in Spring Festival: rolls; year turns
        ("2026-02-22", "2026-05-23"),  # Sun: ends on a plain Sat and stays; starts in Spring Festival
        ("2026-06-22", "2026-09-20"),  # Mon: ends on a made-up Sun: no roll
        ("2026-07-09", "2026-10-08"),  # Thu: Wed 10-07 is in National Day: rolls
        ("2026-08-21", "2026-11-19"),  # Fri: ends on a working Thu
        ("2026-12-08", "2027-03-08 ~"),  # Tue: ends on a working Mon; year turns; 2027 not loaded
        ("2026-12-12", "2027-03-12 ~"),  # Sat: ends on a working Fri; year turns; 2027 not loaded
    ),
    # Review period: SAMR Administrative Penalty Procedure Provisions, art. 55
    ("samr.review.10wd", 10, "wd", "holiday"): (
        ("2023-01-13", "2023-02-01"),  # Fri: passes Spring Festival; works 01-28 01-29
        ("2024-03-21", "2024-04-07"),  # Thu: passes Tomb-sweeping; works 04-07; ends on a made-up day
        ("2024-12-26", "2025-01-10"),  # Thu: passes New Year; year turns
        ("2026-01-15", "2026-01-29"),  # Thu: 2 weekends
        ("2026-01-17", "2026-01-30"),  # Sat: one weekend
        ("2026-02-22", "2026-03-06"),  # Sun: passes Spring Festival; works 02-28; starts in Spring Festival
        ("2026-04-20", "2026-05-07"),  # Mon: passes Labour Day
        ("2026-05-02", "2026-05-18"),  # Sat: passes Labour Day; works 05-09; starts in Labour Day
        ("2026-06-11", "2026-06-26"),  # Thu: passes Dragon Boat
        ("2026-09-17", "2026-10-08"),  # Thu: passes Mid-autumn and National Day; works 09-20
        ("2026-09-26", "2026-10-15"),  # Sat: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-10-10", "2026-10-23"),  # Sat: one weekend; received on a made-up Sat
        ("2026-12-26", "2027-01-08 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
    # Jurisdiction dispute: SAMR Administrative Penalty Procedure Provisions, art. 13,16
    ("samr.juris.7wd", 7, "wd", "holiday"): (
        ("2022-12-23", "2023-01-04"),  # Fri: passes New Year; year turns
        ("2026-02-12", "2026-02-28"),  # Thu: passes Spring Festival; works 02-14 02-28; ends on a made-up day
        ("2026-02-25", "2026-03-05"),  # Wed: works 02-28
        ("2026-03-13", "2026-03-24"),  # Fri: 2 weekends
        ("2026-03-27", "2026-04-08"),  # Fri: passes Tomb-sweeping
        ("2026-04-23", "2026-05-07"),  # Thu: passes Labour Day
        ("2026-05-09", "2026-05-19"),  # Sat: one weekend; received on a made-up Sat
        ("2026-05-17", "2026-05-26"),  # Sun: one weekend
        ("2026-06-10", "2026-06-22"),  # Wed: passes Dragon Boat
        ("2026-08-04", "2026-08-13"),  # Tue: one weekend
        ("2026-09-10", "2026-09-20"),  # Thu: works 09-20; ends on a made-up day
        ("2026-09-26", "2026-10-12"),  # Sat: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-12-27", "2027-01-05 ~"),  # Sun: one weekend; year turns; 2027 not loaded
    ),
    # Jurisdiction dispute: SAMR Administrative Penalty Procedure Provisions, art. 13,16
    ("samr.juris.7wd#superior", 7, "wd", "holiday"): (
        ("2022-04-02", "2022-04-14"),  # Sat: passes Tomb-sweeping; received on a made-up Sat
        ("2023-01-19", "2023-02-02"),  # Thu: passes Spring Festival; works 01-28 01-29
        ("2023-06-13", "2023-06-25"),  # Tue: passes Dragon Boat; works 06-25; ends on a made-up day
        ("2026-01-02", "2026-01-12"),  # Fri: passes New Year; works 01-04; starts in New Year
        ("2026-02-07", "2026-02-24"),  # Sat: passes Spring Festival; works 02-14
        ("2026-02-27", "2026-03-09"),  # Fri: works 02-28
        ("2026-04-22", "2026-05-06"),  # Wed: passes Labour Day
        ("2026-04-25", "2026-05-08"),  # Sat: passes Labour Day
        ("2026-06-29", "2026-07-08"),  # Mon: one weekend
        ("2026-07-30", "2026-08-10"),  # Thu: 2 weekends
        ("2026-09-25", "2026-10-12"),  # Fri: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-10-31", "2026-11-10"),  # Sat: one weekend
        ("2026-12-31", "2027-01-11 ~"),  # Thu: 2 weekends; year turns; 2027 not loaded
    ),
    # Closing and filing the archive: SAMR Administrative Penalty Procedure Provisions, art. 77-78
    ("samr.close.15wd", 15, "wd", "holiday"): (
        ("2022-04-17", "2022-05-09"),  # Sun: passes Labour Day; works 04-24 05-07
        ("2023-12-21", "2024-01-12"),  # Thu: passes New Year; year turns
        ("2026-01-05", "2026-01-26"),  # Mon: 3 weekends
        ("2026-02-03", "2026-03-02"),  # Tue: passes Spring Festival; works 02-14 02-28
        ("2026-04-04", "2026-04-27"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-06-03", "2026-06-25"),  # Wed: passes Dragon Boat
        ("2026-07-04", "2026-07-24"),  # Sat: 2 weekends
        ("2026-08-31", "2026-09-20"),  # Mon: works 09-20; ends on a made-up day
        ("2026-09-04", "2026-09-24"),  # Fri: works 09-20
        ("2026-09-06", "2026-09-24"),  # Sun: works 09-20
        ("2026-09-20", "2026-10-16"),  # Sun: passes Mid-autumn and National Day; works 10-10; received on a made-up Sun
        ("2026-10-07", "2026-10-27"),  # Wed: works 10-10; starts in National Day
        ("2026-12-21", "2027-01-11 ~"),  # Mon: 3 weekends; year turns; 2027 not loaded
    ),
    # Assistance in investigation: SAMR Administrative Penalty Procedure Provisions, art. 45
    ("samr.assist.15wd", 15, "wd", "holiday"): (
        ("2022-12-31", "2023-01-28"),  # Sat: passes New Year and Spring Festival; works 01-28; ends on a made-up day
        ("2026-01-27", "2026-02-24"),  # Tue: passes Spring Festival; works 02-14
        ("2026-04-03", "2026-04-27"),  # Fri: passes Tomb-sweeping
        ("2026-04-14", "2026-05-08"),  # Tue: passes Labour Day
        ("2026-05-08", "2026-05-28"),  # Fri: works 05-09
        ("2026-05-09", "2026-05-29"),  # Sat: 2 weekends; received on a made-up Sat
        ("2026-05-30", "2026-06-22"),  # Sat: passes Dragon Boat
        ("2026-06-02", "2026-06-24"),  # Tue: passes Dragon Boat
        ("2026-08-18", "2026-09-08"),  # Tue: 3 weekends
        ("2026-08-23", "2026-09-11"),  # Sun: 2 weekends
        ("2026-08-31", "2026-09-20"),  # Mon: works 09-20; ends on a made-up day
        ("2026-09-19", "2026-10-15"),  # Sat: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-12-14", "2027-01-04 ~"),  # Mon: 3 weekends; year turns; 2027 not loaded
    ),
    # Archive of summary cases: SAMR Administrative Penalty Procedure Provisions, art. 70
    ("samr.simple.7wd", 7, "wd", "holiday"): (
        ("2023-01-22", "2023-02-03"),  # Sun: passes Spring Festival; works 01-28 01-29; starts in Spring Festival
        ("2023-12-24", "2024-01-03"),  # Sun: passes New Year; year turns
        ("2026-03-08", "2026-03-17"),  # Sun: one weekend
        ("2026-03-16", "2026-03-25"),  # Mon: one weekend
        ("2026-03-27", "2026-04-08"),  # Fri: passes Tomb-sweeping
        ("2026-04-28", "2026-05-11"),  # Tue: passes Labour Day; works 05-09
        ("2026-06-17", "2026-06-29"),  # Wed: passes Dragon Boat
        ("2026-08-06", "2026-08-17"),  # Thu: 2 weekends
        ("2026-09-23", "2026-10-10"),  # Wed: passes Mid-autumn and National Day; works 10-10; ends on a made-up day
        ("2026-10-07", "2026-10-15"),  # Wed: works 10-10; starts in National Day
        ("2026-10-10", "2026-10-20"),  # Sat: one weekend; received on a made-up Sat
        ("2026-12-26", "2027-01-05 ~"),  # Sat: one weekend; year turns; 2027 not loaded
        ("2026-12-31", "2027-01-11 ~"),  # Thu: 2 weekends; year turns; 2027 not loaded
    ),
    # Hand in cash fines: SAMR Administrative Penalty Procedure Provisions, art. 73
    ("samr.cash.2wd", 2, "wd", "holiday"): (
        ("2022-12-30", "2023-01-04"),  # Fri: passes New Year; year turns
        ("2023-10-01", "2023-10-08"),  # Sun: passes National Day; works 10-07 10-08; ends on a made-up day
        ("2026-02-11", "2026-02-13"),  # Wed: within one week
        ("2026-02-13", "2026-02-24"),  # Fri: passes Spring Festival; works 02-14
        ("2026-04-04", "2026-04-08"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-05-02", "2026-05-07"),  # Sat: passes Labour Day; starts in Labour Day
        ("2026-05-07", "2026-05-09"),  # Thu: works 05-09; ends on a made-up day
        ("2026-05-09", "2026-05-12"),  # Sat: within one week; received on a made-up Sat
        ("2026-05-23", "2026-05-26"),  # Sat: within one week
        ("2026-06-17", "2026-06-22"),  # Wed: passes Dragon Boat
        ("2026-08-21", "2026-08-25"),  # Fri: one weekend
        ("2026-09-23", "2026-09-28"),  # Wed: passes Mid-autumn
        ("2026-12-31", "2027-01-04 ~"),  # Thu: one weekend; year turns; 2027 not loaded
    ),
    # Hand in cash fines: SAMR Administrative Penalty Procedure Provisions, art. 73
    ("samr.cash.2wd#bank", 2, "wd", "holiday"): (
        ("2023-10-03", "2023-10-08"),  # Tue: passes National Day; works 10-07 10-08; ends on a made-up day
        ("2026-01-02", "2026-01-05"),  # Fri: passes New Year; works 01-04; starts in New Year
        ("2026-02-08", "2026-02-10"),  # Sun: within one week
        ("2026-02-14", "2026-02-25"),  # Sat: passes Spring Festival; received on a made-up Sat
        ("2026-04-04", "2026-04-08"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-04-30", "2026-05-07"),  # Thu: passes Labour Day
        ("2026-05-01", "2026-05-07"),  # Fri: passes Labour Day; starts in Labour Day
        ("2026-06-16", "2026-06-18"),  # Tue: within one week
        ("2026-06-18", "2026-06-23"),  # Thu: passes Dragon Boat
        ("2026-09-23", "2026-09-28"),  # Wed: passes Mid-autumn
        ("2026-10-02", "2026-10-09"),  # Fri: passes National Day; starts in National Day
        ("2026-10-30", "2026-11-03"),  # Fri: one weekend
        ("2026-12-30", "2027-01-01 ~"),  # Wed: within one week; year turns; 2027 not loaded
    ),
    # Demand and court enforcement: SAMR Administrative Penalty Procedure Provisions, art. 76
    ("samr.enforce.3m", 3, "month", "holiday"): (
        ("2023-09-30", "2024-01-02"),  # Sat: Sat 12-30 is in New Year: rolls; starts in National Day; year turns
        ("2024-02-29", "2024-05-29"),  # Thu: ends on a working Wed; from the leap day
        ("2025-11-15", "2026-02-24"),  # Sat: Sun 02-15 is in Spring Festival: rolls; year turns
        ("2025-11-30", "2026-02-28"),  # Sun: ends on a made-up Sat: no roll; no day 30 in that month; year turns
        ("2026-01-04", "2026-04-07"),  # Sun: Sat 04-04 is in Tomb-sweeping: rolls; received on a made-up Sun
        ("2026-02-04", "2026-05-06"),  # Wed: Mon 05-04 is in Labour Day: rolls
        ("2026-02-06", "2026-05-06"),  # Fri: ends on a working Wed
        ("2026-02-23", "2026-05-23"),  # Mon: ends on a plain Sat and stays; starts in Spring Festival
        ("2026-03-06", "2026-06-06"),  # Fri: ends on a plain Sat and stays
        ("2026-03-20", "2026-06-22"),  # Fri: Sat 06-20 is in Dragon Boat: rolls
        ("2026-06-26", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-07-06", "2026-10-08"),  # Mon: Tue 10-06 is in National Day: rolls
        ("2026-11-01", "2027-02-01 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Demand and court enforcement: SAMR Administrative Penalty Procedure Provisions, art. 76
    ("samr.enforce.3m#demand", 10, "wd", "holiday"): (
        ("2025-12-18", "2026-01-04"),  # Thu: passes New Year; works 01-04; ends on a made-up day; year turns
        ("2026-02-12", "2026-03-04"),  # Thu: passes Spring Festival; works 02-14 02-28
        ("2026-04-02", "2026-04-17"),  # Thu: passes Tomb-sweeping
        ("2026-04-17", "2026-05-06"),  # Fri: passes Labour Day
        ("2026-05-09", "2026-05-22"),  # Sat: one weekend; received on a made-up Sat
        ("2026-06-11", "2026-06-26"),  # Thu: passes Dragon Boat
        ("2026-07-18", "2026-07-31"),  # Sat: one weekend
        ("2026-08-31", "2026-09-14"),  # Mon: 2 weekends
        ("2026-09-10", "2026-09-23"),  # Thu: works 09-20
        ("2026-09-17", "2026-10-08"),  # Thu: passes Mid-autumn and National Day; works 09-20
        ("2026-09-25", "2026-10-15"),  # Fri: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-12-25", "2027-01-08 ~"),  # Fri: 2 weekends; year turns; 2027 not loaded
        ("2026-12-27", "2027-01-08 ~"),  # Sun: one weekend; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
