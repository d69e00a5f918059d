"""Notice, statement, hearing and service of decisions, counted after an event and before one.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Statement and defence: SAMR Administrative Penalty Procedure Provisions, art. 57
    ("samr.statement.5wd", 5, "wd", "holiday"): (
        ("2022-01-02", "2022-01-10"),  # Sun: passes New Year; starts in New Year
        ("2023-09-29", "2023-10-11"),  # Fri: passes National Day; works 10-07 10-08; starts in Mid-autumn
        ("2026-01-04", "2026-01-09"),  # Sun: within one week; received on a made-up Sun
        ("2026-02-16", "2026-02-28"),  # Mon: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-02-26", "2026-03-04"),  # Thu: works 02-28
        ("2026-04-01", "2026-04-09"),  # Wed: passes Tomb-sweeping
        ("2026-04-26", "2026-05-06"),  # Sun: passes Labour Day
        ("2026-05-19", "2026-05-26"),  # Tue: one weekend
        ("2026-06-15", "2026-06-23"),  # Mon: passes Dragon Boat
        ("2026-09-23", "2026-10-08"),  # Wed: passes Mid-autumn and National Day
        ("2026-09-27", "2026-10-09"),  # Sun: passes National Day; starts in Mid-autumn
        ("2026-11-22", "2026-11-27"),  # Sun: within one week
        ("2026-12-26", "2027-01-01 ~"),  # Sat: within one week; year turns; 2027 not loaded
    ),
    # Request a hearing: SAMR Hearing Measures, art. 7
    ("samr.hearing.request.5wd", 5, "wd", "holiday"): (
        ("2022-01-01", "2022-01-10"),  # Sat: passes New Year; starts in New Year
        ("2023-09-27", "2023-10-10"),  # Wed: passes Mid-autumn and National Day; works 10-07 10-08
        ("2026-01-01", "2026-01-08"),  # Thu: passes New Year; works 01-04; starts in New Year
        ("2026-02-22", "2026-02-28"),  # Sun: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-03-30", "2026-04-07"),  # Mon: passes Tomb-sweeping
        ("2026-04-27", "2026-05-07"),  # Mon: passes Labour Day
        ("2026-05-08", "2026-05-14"),  # Fri: works 05-09
        ("2026-06-18", "2026-06-26"),  # Thu: passes Dragon Boat
        ("2026-08-04", "2026-08-11"),  # Tue: one weekend
        ("2026-10-07", "2026-10-13"),  # Wed: works 10-10; starts in National Day
        ("2026-10-10", "2026-10-16"),  # Sat: within one week; received on a made-up Sat
        ("2026-11-07", "2026-11-13"),  # Sat: within one week
        ("2026-12-26", "2027-01-01 ~"),  # Sat: within one week; year turns; 2027 not loaded
    ),
    # Appoint hearing officer: SAMR Hearing Measures, art. 18
    ("samr.hearing.host.3wd", 3, "wd", "holiday"): (
        ("2022-06-02", "2022-06-08"),  # Thu: passes Dragon Boat
        ("2023-10-02", "2023-10-09"),  # Mon: passes National Day; works 10-07 10-08; starts in National Day
        ("2024-12-29", "2025-01-02"),  # Sun: passes New Year; year turns
        ("2025-10-02", "2025-10-11"),  # Thu: passes National Day and Mid-autumn; works 10-11; ends on a made-up day
        ("2026-02-10", "2026-02-13"),  # Tue: within one week
        ("2026-02-14", "2026-02-26"),  # Sat: passes Spring Festival; received on a made-up Sat
        ("2026-04-02", "2026-04-08"),  # Thu: passes Tomb-sweeping
        ("2026-04-23", "2026-04-28"),  # Thu: one weekend
        ("2026-04-29", "2026-05-07"),  # Wed: passes Labour Day
        ("2026-06-19", "2026-06-24"),  # Fri: passes Dragon Boat; starts in Dragon Boat
        ("2026-06-21", "2026-06-24"),  # Sun: within one week; starts in Dragon Boat
        ("2026-08-01", "2026-08-05"),  # Sat: within one week
        ("2026-10-03", "2026-10-10"),  # Sat: passes National Day; works 10-10; ends on a made-up day
    ),
    # Hand over file: SAMR Hearing Measures, art. 19
    ("samr.hearing.handover.3wd", 3, "wd", "holiday"): (
        ("2022-04-02", "2022-04-08"),  # Sat: passes Tomb-sweeping; received on a made-up Sat
        ("2022-09-08", "2022-09-14"),  # Thu: passes Mid-autumn
        ("2023-01-20", "2023-01-30"),  # Fri: passes Spring Festival; works 01-28 01-29
        ("2024-06-07", "2024-06-13"),  # Fri: passes Dragon Boat
        ("2024-12-31", "2025-01-06"),  # Tue: passes New Year; year turns
        ("2026-02-19", "2026-02-26"),  # Thu: passes Spring Festival; starts in Spring Festival
        ("2026-04-01", "2026-04-07"),  # Wed: passes Tomb-sweeping
        ("2026-05-03", "2026-05-08"),  # Sun: passes Labour Day; starts in Labour Day
        ("2026-06-19", "2026-06-24"),  # Fri: passes Dragon Boat; starts in Dragon Boat
        ("2026-10-03", "2026-10-10"),  # Sat: passes National Day; works 10-10; ends on a made-up day
        ("2026-10-17", "2026-10-21"),  # Sat: within one week
        ("2026-10-30", "2026-11-04"),  # Fri: one weekend
        ("2026-12-07", "2026-12-10"),  # Mon: within one week
    ),
    # Arrange hearing: SAMR Hearing Measures, art. 20
    ("samr.hearing.fix.5wd", 5, "wd", "holiday"): (
        ("2022-01-01", "2022-01-10"),  # Sat: passes New Year; starts in New Year
        ("2023-01-27", "2023-02-01"),  # Fri: works 01-28 01-29; starts in Spring Festival
        ("2023-09-24", "2023-10-07"),  # Sun: passes Mid-autumn and National Day; works 10-07; ends on a made-up day
        ("2026-01-04", "2026-01-09"),  # Sun: within one week; received on a made-up Sun
        ("2026-02-12", "2026-02-26"),  # Thu: passes Spring Festival; works 02-14
        ("2026-04-02", "2026-04-10"),  # Thu: passes Tomb-sweeping
        ("2026-04-04", "2026-04-13"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-04-24", "2026-05-06"),  # Fri: passes Labour Day
        ("2026-06-17", "2026-06-25"),  # Wed: passes Dragon Boat
        ("2026-07-25", "2026-07-31"),  # Sat: within one week
        ("2026-09-03", "2026-09-10"),  # Thu: one weekend
        ("2026-09-16", "2026-09-22"),  # Wed: works 09-20
        ("2026-12-28", "2027-01-04 ~"),  # Mon: one weekend; year turns; 2027 not loaded
    ),
    # Arrange hearing: SAMR Hearing Measures, art. 20
    ("samr.hearing.fix.5wd#notice", 7, "wd", "back"): (
        ("2022-06-10", "2022-05-31"),  # Fri: passes Dragon Boat
        ("2022-10-15", "2022-10-08"),  # Sat: works 10-08 10-09; ends on a made-up day
        ("2026-01-04", "2025-12-23"),  # Sun: passes New Year; received on a made-up Sun; year turns
        ("2026-01-25", "2026-01-15"),  # Sun: 2 weekends
        ("2026-02-10", "2026-01-30"),  # Tue: 2 weekends
        ("2026-02-20", "2026-02-06"),  # Fri: passes Spring Festival; works 02-14; starts in Spring Festival
        ("2026-04-09", "2026-03-30"),  # Thu: passes Tomb-sweeping
        ("2026-04-23", "2026-04-14"),  # Thu: one weekend
        ("2026-05-08", "2026-04-24"),  # Fri: passes Labour Day
        ("2026-08-22", "2026-08-13"),  # Sat: one weekend
        ("2026-09-23", "2026-09-15"),  # Wed: works 09-20
        ("2026-09-29", "2026-09-18"),  # Tue: passes Mid-autumn; works 09-20
        ("2026-10-09", "2026-09-22"),  # Fri: passes Mid-autumn and National Day
    ),
    # Announce public hearing: SAMR Hearing Measures, art. 22
    ("samr.hearing.public.3wd", 3, "wd", "back"): (
        ("2024-02-13", "2024-02-07"),  # Tue: passes Spring Festival; starts in Spring Festival
        ("2025-10-07", "2025-09-28"),  # Tue: passes National Day and Mid-autumn; works 09-28; ends on a made-up day
        ("2026-01-03", "2025-12-29"),  # Sat: passes New Year; starts in New Year; year turns
        ("2026-02-14", "2026-02-11"),  # Sat: within one week; received on a made-up Sat
        ("2026-04-05", "2026-04-01"),  # Sun: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-04-09", "2026-04-03"),  # Thu: passes Tomb-sweeping
        ("2026-04-17", "2026-04-14"),  # Fri: within one week
        ("2026-05-06", "2026-04-28"),  # Wed: passes Labour Day
        ("2026-05-12", "2026-05-08"),  # Tue: works 05-09
        ("2026-06-22", "2026-06-16"),  # Mon: passes Dragon Boat
        ("2026-06-28", "2026-06-24"),  # Sun: one weekend
        ("2026-09-01", "2026-08-27"),  # Tue: one weekend
        ("2026-10-06", "2026-09-28"),  # Tue: passes National Day; starts in National Day
    ),
    # Hearing report: SAMR Hearing Measures, art. 29
    ("samr.hearing.report.5wd", 5, "wd", "holiday"): (
        ("2022-01-25", "2022-01-30"),  # Tue: works 01-29 01-30; ends on a made-up day
        ("2023-12-25", "2024-01-02"),  # Mon: passes New Year; year turns
        ("2026-01-02", "2026-01-08"),  # Fri: passes New Year; works 01-04; starts in New Year
        ("2026-01-04", "2026-01-09"),  # Sun: within one week; received on a made-up Sun
        ("2026-02-22", "2026-02-28"),  # Sun: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-03-30", "2026-04-07"),  # Mon: passes Tomb-sweeping
        ("2026-04-28", "2026-05-08"),  # Tue: passes Labour Day
        ("2026-06-15", "2026-06-23"),  # Mon: passes Dragon Boat
        ("2026-08-09", "2026-08-14"),  # Sun: within one week
        ("2026-08-20", "2026-08-27"),  # Thu: one weekend
        ("2026-09-23", "2026-10-08"),  # Wed: passes Mid-autumn and National Day
        ("2026-09-30", "2026-10-13"),  # Wed: passes National Day; works 10-10
        ("2026-12-26", "2027-01-01 ~"),  # Sat: within one week; year turns; 2027 not loaded
    ),
    # Service; public notice service (2021 text): SAMR Administrative Penalty Procedure Provisions, art. 81,82(5)
    ("samr.serve.7wd.2021", 7, "wd", "holiday"): (
        ("2022-01-02", "2022-01-12"),  # Sun: passes New Year; starts in New Year
        ("2022-01-04", "2022-01-13"),  # Tue: one weekend
        ("2022-02-04", "2022-02-15"),  # Fri: passes Spring Festival; starts in Spring Festival
        ("2022-04-02", "2022-04-14"),  # Sat: passes Tomb-sweeping; received on a made-up Sat
        ("2022-04-22", "2022-05-05"),  # Fri: passes Labour Day; works 04-24
        ("2022-05-02", "2022-05-12"),  # Mon: passes Labour Day; works 05-07; starts in Labour Day
        ("2022-05-26", "2022-06-07"),  # Thu: passes Dragon Boat
        ("2022-07-14", "2022-07-25"),  # Thu: 2 weekends
        ("2022-08-21", "2022-08-30"),  # Sun: one weekend
        ("2022-09-06", "2022-09-16"),  # Tue: passes Mid-autumn
        ("2022-09-22", "2022-10-08"),  # Thu: passes National Day; works 10-08; ends on a made-up day
        ("2022-09-25", "2022-10-09"),  # Sun: passes National Day; works 10-08 10-09; ends on a made-up day
        ("2022-10-31", "2022-11-09"),  # Mon: one weekend; last day in force
    ),
    # Service; public notice service (2021 text): SAMR Administrative Penalty Procedure Provisions, art. 81,82(5)
    ("samr.serve.7wd.2021#public_notice", 60, "day", "holiday"): (
        ("2022-01-30", "2022-03-31"),  # Sun: ends on a working Thu; received on a made-up Sun
        ("2022-02-03", "2022-04-06"),  # Thu: Mon 04-04 is in Tomb-sweeping: rolls; starts in Spring Festival
        ("2022-02-06", "2022-04-07"),  # Sun: ends on a working Thu; starts in Spring Festival
        ("2022-03-03", "2022-05-05"),  # Thu: Mon 05-02 is in Labour Day: rolls
        ("2022-05-04", "2022-07-03"),  # Wed: ends on a plain Sun and stays; starts in Labour Day
        ("2022-05-21", "2022-07-20"),  # Sat: ends on a working Wed
        ("2022-06-09", "2022-08-08"),  # Thu: ends on a working Mon
        ("2022-07-14", "2022-09-13"),  # Thu: Mon 09-12 is in Mid-autumn: rolls
        ("2022-08-04", "2022-10-08"),  # Thu: Mon 10-03 is in National Day: rolls
        ("2022-08-09", "2022-10-08"),  # Tue: ends on a made-up Sat: no roll
        ("2022-09-21", "2022-11-20"),  # Wed: ends on a plain Sun and stays
        ("2022-10-31", "2022-12-30"),  # Mon: ends on a working Fri; last day in force
    ),
    # Service; public notice service: SAMR Administrative Penalty Procedure Provisions, art. 81,82(5)
    ("samr.serve.7wd", 7, "wd", "holiday"): (
        ("2022-11-01", "2022-11-10"),  # Tue: one weekend; first day in force
        ("2023-12-25", "2024-01-04"),  # Mon: passes New Year; year turns
        ("2024-02-02", "2024-02-18"),  # Fri: passes Spring Festival; works 02-04 02-18; ends on a made-up day
        ("2025-10-03", "2025-10-16"),  # Fri: passes National Day and Mid-autumn; works 10-11; starts in National Day
        ("2026-01-01", "2026-01-12"),  # Thu: passes New Year; works 01-04; starts in New Year
        ("2026-03-20", "2026-03-31"),  # Fri: 2 weekends
        ("2026-03-30", "2026-04-09"),  # Mon: passes Tomb-sweeping
        ("2026-04-22", "2026-05-06"),  # Wed: passes Labour Day
        ("2026-06-11", "2026-06-23"),  # Thu: passes Dragon Boat
        ("2026-07-12", "2026-07-21"),  # Sun: one weekend
        ("2026-08-17", "2026-08-26"),  # Mon: one weekend
        ("2026-10-10", "2026-10-20"),  # Sat: one weekend; received on a made-up Sat
        ("2026-12-26", "2027-01-05 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
    # Service; public notice service: SAMR Administrative Penalty Procedure Provisions, art. 81,82(5)
    ("samr.serve.7wd#public_notice", 30, "day", "holiday"): (
        ("2022-11-01", "2022-12-01"),  # Tue: ends on a working Thu; first day in force
        ("2023-05-25", "2023-06-25"),  # Thu: Sat 06-24 is in Dragon Boat: rolls
        ("2023-09-08", "2023-10-08"),  # Fri: ends on a made-up Sun: no roll
        ("2024-01-30", "2024-02-29"),  # Tue: ends on a working Thu; over 29 February
        ("2024-02-29", "2024-03-30"),  # Thu: ends on a plain Sat and stays; from the leap day
        ("2024-03-06", "2024-04-07"),  # Wed: Fri 04-05 is in Tomb-sweeping: rolls
        ("2026-01-21", "2026-02-24"),  # Wed: Fri 02-20 is in Spring Festival: rolls
        ("2026-04-03", "2026-05-06"),  # Fri: Sun 05-03 is in Labour Day: rolls
        ("2026-08-27", "2026-09-28"),  # Thu: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-04", "2026-10-08"),  # Fri: Sun 10-04 is in National Day: rolls
        ("2026-09-20", "2026-10-20"),  # Sun: ends on a working Tue; received on a made-up Sun
        ("2026-10-01", "2026-10-31"),  # Thu: ends on a plain Sat and stays; starts in National Day
        ("2026-12-13", "2027-01-12 ~"),  # Sun: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Payment: SAMR Administrative Penalty Procedure Provisions, art. 72
    ("samr.pay.15d", 15, "day", "holiday"): (
        ("2022-12-16", "2023-01-03"),  # Fri: Sat 12-31 is in New Year: rolls; year turns
        ("2024-02-26", "2024-03-12"),  # Mon: ends on a working Tue; over 29 February
        ("2024-02-29", "2024-03-15"),  # Thu: ends on a working Fri; from the leap day
        ("2025-04-12", "2025-04-27"),  # Sat: ends on a made-up Sun: no roll
        ("2026-02-02", "2026-02-24"),  # Mon: Tue 02-17 is in Spring Festival: rolls
        ("2026-02-22", "2026-03-09"),  # Sun: ends on a working Mon; starts in Spring Festival
        ("2026-03-22", "2026-04-07"),  # Sun: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-04-17", "2026-05-06"),  # Fri: Sat 05-02 is in Labour Day: rolls
        ("2026-06-05", "2026-06-22"),  # Fri: Sat 06-20 is in Dragon Boat: rolls
        ("2026-09-10", "2026-09-28"),  # Thu: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-20", "2026-10-08"),  # Sun: Mon 10-05 is in National Day: rolls; received on a made-up Sun
        ("2026-11-17", "2026-12-02"),  # Tue: ends on a working Wed
        ("2026-12-19", "2027-01-03 ~"),  # Sat: ends on a plain Sun and stays; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
