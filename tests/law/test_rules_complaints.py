"""Consumer complaints and reports under the old and the new Measures.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Complaint acceptance (old): SAMR Interim Measures for Complaints and Reports, art. 14
    ("cr.accept.7wd.2019", 7, "wd", "holiday"): (
        ("2023-12-26", "2024-01-05"),  # Tue: passes New Year; year turns
        ("2025-05-04", "2025-05-14"),  # Sun: passes Labour Day; starts in Labour Day
        ("2025-06-01", "2025-06-11"),  # Sun: passes Dragon Boat; starts in Dragon Boat
        ("2025-10-02", "2025-10-16"),  # Thu: passes National Day and Mid-autumn; works 10-11; starts in National Day
        ("2026-01-16", "2026-01-27"),  # Fri: 2 weekends
        ("2026-02-12", "2026-02-28"),  # Thu: passes Spring Festival; works 02-14 02-28; ends on a made-up day
        ("2026-02-13", "2026-03-02"),  # Fri: passes Spring Festival; works 02-14 02-28
        ("2026-02-15", "2026-03-03"),  # Sun: passes Spring Festival; works 02-28; starts in Spring Festival
        ("2026-02-28", "2026-03-10"),  # Sat: one weekend; received on a made-up Sat
        ("2026-03-01", "2026-03-10"),  # Sun: one weekend
        ("2026-03-03", "2026-03-12"),  # Tue: one weekend
        ("2026-03-30", "2026-04-09"),  # Mon: passes Tomb-sweeping
        ("2026-04-14", "2026-04-23"),  # Tue: one weekend; last day in force
    ),
    # Complaint acceptance: SAMR Measures for Handling Complaints and Reports, art. 15
    ("cr.accept.7wd.2026", 7, "wd", "holiday"): (
        ("2026-04-15", "2026-04-24"),  # Wed: one weekend; first day in force
        ("2026-04-23", "2026-05-07"),  # Thu: passes Labour Day
        ("2026-04-27", "2026-05-09"),  # Mon: passes Labour Day; works 05-09; ends on a made-up day
        ("2026-05-09", "2026-05-19"),  # Sat: one weekend; received on a made-up Sat
        ("2026-05-12", "2026-05-21"),  # Tue: one weekend
        ("2026-06-16", "2026-06-26"),  # Tue: passes Dragon Boat
        ("2026-06-28", "2026-07-07"),  # Sun: one weekend
        ("2026-08-13", "2026-08-24"),  # Thu: 2 weekends
        ("2026-09-10", "2026-09-20"),  # Thu: works 09-20; ends on a made-up day
        ("2026-09-26", "2026-10-12"),  # Sat: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-10-09", "2026-10-19"),  # Fri: works 10-10
        ("2026-12-26", "2027-01-05 ~"),  # Sat: one weekend; year turns; 2027 not loaded
        ("2026-12-29", "2027-01-07 ~"),  # Tue: one weekend; year turns; 2027 not loaded
    ),
    # Complaint mediation (old): SAMR Interim Measures for Complaints and Reports, art. 21(5)
    ("cr.mediate.45wd.2019", 45, "wd", "holiday"): (
        ("2023-06-25", "2023-08-25"),  # Sun: 8 weekends; received on a made-up Sun
        ("2023-12-30", "2024-03-07"),  # Sat: passes New Year and Spring Festival; works 02-04 02-18; starts in New Year
        ("2024-08-05", "2024-10-12"),  # Mon: passes Mid-autumn and National Day; 3 made-up days, last 10-12
        ("2025-05-21", "2025-07-24"),  # Wed: passes Dragon Boat
        ("2026-01-11", "2026-03-19"),  # Sun: passes Spring Festival; works 02-14 02-28
        ("2026-01-19", "2026-03-27"),  # Mon: passes Spring Festival; works 02-14 02-28
        ("2026-02-06", "2026-04-17"),  # Fri: passes Spring Festival and Tomb-sweeping; works 02-14 02-28
        ("2026-02-08", "2026-04-17"),  # Sun: passes Spring Festival and Tomb-sweeping; works 02-14 02-28
        ("2026-02-16", "2026-04-27"),  # Mon: passes Spring Festival and Tomb-sweeping; works 02-28
        ("2026-02-26", "2026-04-30"),  # Thu: passes Tomb-sweeping; works 02-28
        ("2026-03-10", "2026-05-15"),  # Tue: passes Tomb-sweeping and Labour Day; works 05-09
        ("2026-03-14", "2026-05-20"),  # Sat: passes Tomb-sweeping and Labour Day; works 05-09
        ("2026-04-14", "2026-06-18"),  # Tue: passes Labour Day; works 05-09; last day in force
    ),
    # Complaint mediation period: SAMR Measures for Handling Complaints and Reports, art. 22,23(1)(5)
    ("cr.mediate.60d.2026", 60, "day", "holiday"): (
        ("2026-04-15", "2026-06-14"),  # Wed: ends on a plain Sun and stays; first day in force
        ("2026-04-22", "2026-06-22"),  # Wed: Sun 06-21 is in Dragon Boat: rolls
        ("2026-05-05", "2026-07-04"),  # Tue: ends on a plain Sat and stays; starts in Labour Day
        ("2026-05-23", "2026-07-22"),  # Sat: ends on a working Wed
        ("2026-06-02", "2026-08-01"),  # Tue: ends on a plain Sat and stays
        ("2026-07-02", "2026-08-31"),  # Thu: ends on a working Mon
        ("2026-07-29", "2026-09-28"),  # Wed: Sun 09-27 is in Mid-autumn: rolls
        ("2026-08-03", "2026-10-08"),  # Mon: Fri 10-02 is in National Day: rolls
        ("2026-08-11", "2026-10-10"),  # Tue: ends on a made-up Sat: no roll
        ("2026-09-20", "2026-11-19"),  # Sun: ends on a working Thu; received on a made-up Sun
        ("2026-09-26", "2026-11-25"),  # Sat: ends on a working Wed; starts in Mid-autumn
        ("2026-11-20", "2027-01-19 ~"),  # Fri: ends on a working Tue; year turns; 2027 not loaded
        ("2026-12-12", "2027-02-10 ~"),  # Sat: ends on a working Wed; year turns; 2027 not loaded
    ),
    # Termination notice (old): SAMR Interim Measures for Complaints and Reports, art. 21
    ("cr.mediate.end_notice.7wd.2019", 7, "wd", "holiday"): (
        ("2022-05-27", "2022-06-08"),  # Fri: passes Dragon Boat
        ("2022-12-27", "2023-01-06"),  # Tue: passes New Year; year turns
        ("2024-09-14", "2024-09-26"),  # Sat: passes Mid-autumn; received on a made-up Sat
        ("2024-09-28", "2024-10-12"),  # Sat: passes National Day; works 09-29 10-12; ends on a made-up day
        ("2025-04-28", "2025-05-12"),  # Mon: passes Labour Day
        ("2026-01-04", "2026-01-13"),  # Sun: one weekend; received on a made-up Sun
        ("2026-01-28", "2026-02-06"),  # Wed: one weekend
        ("2026-01-29", "2026-02-09"),  # Thu: 2 weekends
        ("2026-02-05", "2026-02-14"),  # Thu: works 02-14; ends on a made-up day
        ("2026-02-18", "2026-03-03"),  # Wed: passes Spring Festival; works 02-28; starts in Spring Festival
        ("2026-03-01", "2026-03-10"),  # Sun: one weekend
        ("2026-03-31", "2026-04-10"),  # Tue: passes Tomb-sweeping
        ("2026-04-14", "2026-04-23"),  # Tue: one weekend; last day in force
    ),
    # Termination notice: SAMR Measures for Handling Complaints and Reports, art. 23(2)
    ("cr.mediate.end_notice.7wd.2026", 7, "wd", "holiday"): (
        ("2026-04-15", "2026-04-24"),  # Wed: one weekend; first day in force
        ("2026-04-23", "2026-05-07"),  # Thu: passes Labour Day
        ("2026-04-28", "2026-05-11"),  # Tue: passes Labour Day; works 05-09
        ("2026-05-08", "2026-05-18"),  # Fri: works 05-09
        ("2026-06-12", "2026-06-24"),  # Fri: passes Dragon Boat
        ("2026-08-19", "2026-08-28"),  # Wed: one weekend
        ("2026-09-12", "2026-09-21"),  # Sat: works 09-20
        ("2026-09-25", "2026-10-12"),  # Fri: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-09-29", "2026-10-14"),  # Tue: passes National Day; works 10-10
        ("2026-10-01", "2026-10-15"),  # Thu: passes National Day; works 10-10; starts in National Day
        ("2026-11-19", "2026-11-30"),  # Thu: 2 weekends
        ("2026-11-22", "2026-12-01"),  # Sun: one weekend
        ("2026-12-26", "2027-01-05 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
    # Clue found in mediation (old): SAMR Interim Measures for Complaints and Reports, art. 23
    ("cr.clue_in_mediation.15wd.2019", 15, "wd", "holiday"): (
        ("2022-05-26", "2022-06-17"),  # Thu: passes Dragon Boat
        ("2023-09-16", "2023-10-12"),  # Sat: passes Mid-autumn and National Day; works 10-07 10-08
        ("2025-12-11", "2026-01-04"),  # Thu: passes New Year; works 01-04; ends on a made-up day; year turns
        ("2026-01-26", "2026-02-14"),  # Mon: works 02-14; ends on a made-up day
        ("2026-02-02", "2026-02-28"),  # Mon: passes Spring Festival; works 02-14 02-28; ends on a made-up day
        ("2026-02-05", "2026-03-04"),  # Thu: passes Spring Festival; works 02-14 02-28
        ("2026-02-16", "2026-03-13"),  # Mon: passes Spring Festival; works 02-28; starts in Spring Festival
        ("2026-02-23", "2026-03-13"),  # Mon: works 02-28; starts in Spring Festival
        ("2026-02-28", "2026-03-20"),  # Sat: 2 weekends; received on a made-up Sat
        ("2026-03-07", "2026-03-27"),  # Sat: 2 weekends
        ("2026-03-28", "2026-04-20"),  # Sat: passes Tomb-sweeping
        ("2026-04-05", "2026-04-27"),  # Sun: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-04-14", "2026-05-08"),  # Tue: passes Labour Day; last day in force
    ),
    # Clue found in mediation: SAMR Measures for Handling Complaints and Reports, art. 27
    ("cr.clue_in_mediation.15wd.2026", 15, "wd", "holiday"): (
        ("2026-04-15", "2026-05-09"),  # Wed: passes Labour Day; works 05-09; ends on a made-up day; first day in force
        ("2026-04-20", "2026-05-13"),  # Mon: passes Labour Day; works 05-09
        ("2026-05-08", "2026-05-28"),  # Fri: works 05-09
        ("2026-05-09", "2026-05-29"),  # Sat: 2 weekends; received on a made-up Sat
        ("2026-06-18", "2026-07-10"),  # Thu: passes Dragon Boat
        ("2026-06-20", "2026-07-10"),  # Sat: passes Dragon Boat; starts in Dragon Boat
        ("2026-08-07", "2026-08-28"),  # Fri: 3 weekends
        ("2026-09-06", "2026-09-24"),  # Sun: works 09-20
        ("2026-09-08", "2026-09-29"),  # Tue: passes Mid-autumn; works 09-20
        ("2026-09-19", "2026-10-15"),  # Sat: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-09-27", "2026-10-22"),  # Sun: passes National Day; works 10-10; starts in Mid-autumn
        ("2026-11-15", "2026-12-04"),  # Sun: 2 weekends
        ("2026-12-11", "2027-01-01 ~"),  # Fri: 3 weekends; year turns; 2027 not loaded
    ),
    # Competence dispute (old): SAMR Interim Measures for Complaints and Reports, art. 30
    ("cr.jurisdiction.7wd.2019", 7, "wd", "holiday"): (
        ("2022-04-24", "2022-05-06"),  # Sun: passes Labour Day; received on a made-up Sun
        ("2022-09-09", "2022-09-21"),  # Fri: passes Mid-autumn
        ("2024-09-30", "2024-10-15"),  # Mon: passes National Day; works 10-12
        ("2025-05-22", "2025-06-03"),  # Thu: passes Dragon Boat
        ("2025-12-27", "2026-01-07"),  # Sat: passes New Year; works 01-04; year turns
        ("2026-01-14", "2026-01-23"),  # Wed: one weekend
        ("2026-01-30", "2026-02-10"),  # Fri: 2 weekends
        ("2026-02-05", "2026-02-14"),  # Thu: works 02-14; ends on a made-up day
        ("2026-02-12", "2026-02-28"),  # Thu: passes Spring Festival; works 02-14 02-28; ends on a made-up day
        ("2026-03-31", "2026-04-10"),  # Tue: passes Tomb-sweeping
        ("2026-04-04", "2026-04-15"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-04-06", "2026-04-15"),  # Mon: one weekend; starts in Tomb-sweeping
        ("2026-04-14", "2026-04-23"),  # Tue: one weekend; last day in force
    ),
    # Competence dispute: SAMR Measures for Handling Complaints and Reports, art. 33
    ("cr.jurisdiction.7wd.2026", 7, "wd", "holiday"): (
        ("2026-04-15", "2026-04-24"),  # Wed: one weekend; first day in force
        ("2026-04-24", "2026-05-08"),  # Fri: passes Labour Day
        ("2026-05-05", "2026-05-13"),  # Tue: works 05-09; starts in Labour Day
        ("2026-05-28", "2026-06-08"),  # Thu: 2 weekends
        ("2026-06-01", "2026-06-10"),  # Mon: one weekend
        ("2026-06-10", "2026-06-22"),  # Wed: passes Dragon Boat
        ("2026-08-09", "2026-08-18"),  # Sun: one weekend
        ("2026-09-11", "2026-09-21"),  # Fri: works 09-20
        ("2026-09-20", "2026-09-30"),  # Sun: passes Mid-autumn; received on a made-up Sun
        ("2026-09-27", "2026-10-12"),  # Sun: passes National Day; works 10-10; starts in Mid-autumn
        ("2026-10-10", "2026-10-20"),  # Sat: one weekend; received on a made-up Sat
        ("2026-12-25", "2027-01-05 ~"),  # Fri: 2 weekends; year turns; 2027 not loaded
        ("2026-12-27", "2027-01-05 ~"),  # Sun: one weekend; year turns; 2027 not loaded
    ),
    # Complaint age limit (old): SAMR Interim Measures for Complaints and Reports, art. 15(4)
    ("cr.reject.3y.2019", 3, "year", "holiday"): (
        ("2022-04-02", "2025-04-02"),  # Sat: ends on a working Wed; received on a made-up Sat
        ("2022-04-11", "2025-04-11"),  # Mon: ends on a working Fri
        ("2023-01-11", "2026-01-11"),  # Wed: ends on a plain Sun and stays
        ("2023-02-04", "2026-02-04"),  # Sat: ends on a working Wed
        ("2023-10-10", "2026-10-10"),  # Tue: ends on a made-up Sat: no roll
        ("2024-02-29", "2027-02-28 ~"),  # Thu: ends on a plain Sun and stays; from the leap day; 2027 not loaded
        ("2026-01-16", "2029-01-16 ~"),  # Fri: ends on a working Tue; 2027 not loaded
        ("2026-02-14", "2029-02-14 ~"),  # Sat: ends on a working Wed; received on a made-up Sat; 2027 not loaded
        ("2026-02-17", "2029-02-17 ~"),  # Tue: ends on a plain Sat and stays; starts in Spring Festival
        ("2026-03-03", "2029-03-03 ~"),  # Tue: ends on a plain Sat and stays; 2027 not loaded
        ("2026-03-07", "2029-03-07 ~"),  # Sat: ends on a working Wed; 2027 not loaded
        ("2026-04-06", "2029-04-06 ~"),  # Mon: ends on a working Fri; starts in Tomb-sweeping; 2027 not loaded
        ("2026-04-14", "2029-04-14 ~"),  # Tue: ends on a plain Sat and stays; 2027 not loaded; last day in force
    ),
    # Complaint age limit: SAMR Measures for Handling Complaints and Reports, art. 16(4)
    ("cr.reject.3y.2026", 3, "year", "holiday"): (
        ("2026-04-15", "2029-04-15 ~"),  # Wed: ends on a plain Sun and stays; 2027 not loaded; first day in force
        ("2026-06-05", "2029-06-05 ~"),  # Fri: ends on a working Tue; 2027 not loaded
        ("2026-06-17", "2029-06-17 ~"),  # Wed: ends on a plain Sun and stays; 2027 not loaded
        ("2026-08-08", "2029-08-08 ~"),  # Sat: ends on a working Wed; 2027 not loaded
        ("2026-09-20", "2029-09-20 ~"),  # Sun: ends on a working Thu; received on a made-up Sun; 2027 not loaded
        ("2026-10-02", "2029-10-02 ~"),  # Fri: ends on a working Tue; starts in National Day; 2027 not loaded
        ("2026-10-06", "2029-10-06 ~"),  # Tue: ends on a plain Sat and stays; starts in National Day; 2027 not loaded
    ),
    # Tell reporter about filing (old): SAMR Interim Measures for Complaints and Reports, art. 31
    ("cr.report_filing_notice.5wd.2019", 5, "wd", "holiday"): (
        ("2023-04-27", "2023-05-08"),  # Thu: passes Labour Day; works 05-06
        ("2023-09-27", "2023-10-10"),  # Wed: passes Mid-autumn and National Day; works 10-07 10-08
        ("2024-12-28", "2025-01-06"),  # Sat: passes New Year; year turns
        ("2025-05-26", "2025-06-03"),  # Mon: passes Dragon Boat
        ("2026-02-08", "2026-02-13"),  # Sun: within one week
        ("2026-02-09", "2026-02-14"),  # Mon: works 02-14; ends on a made-up day
        ("2026-02-20", "2026-02-28"),  # Fri: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-02-23", "2026-02-28"),  # Mon: works 02-28; ends on a made-up day; starts in Spring Festival
        ("2026-02-24", "2026-03-02"),  # Tue: works 02-28
        ("2026-02-28", "2026-03-06"),  # Sat: within one week; received on a made-up Sat
        ("2026-03-18", "2026-03-25"),  # Wed: one weekend
        ("2026-03-31", "2026-04-08"),  # Tue: passes Tomb-sweeping
        ("2026-04-14", "2026-04-21"),  # Tue: one weekend; last day in force
    ),
    # Consumer complaint response: Consumer Protection Law Implementing Regulations, art. 46
    ("cr.consumer.7wd", 7, "wd", "dayoff"): (
        ("2024-07-01", "2024-07-10"),  # Mon: one weekend; first day in force
        ("2024-12-25", "2025-01-06"),  # Wed: passes New Year; year turns
        ("2026-02-12", "2026-02-28"),  # Thu: passes Spring Festival; works 02-14 02-28; ends on a made-up day
        ("2026-03-03", "2026-03-12"),  # Tue: one weekend
        ("2026-03-12", "2026-03-23"),  # Thu: 2 weekends
        ("2026-03-28", "2026-04-08"),  # Sat: passes Tomb-sweeping
        ("2026-04-22", "2026-05-06"),  # Wed: passes Labour Day
        ("2026-05-08", "2026-05-18"),  # Fri: works 05-09
        ("2026-06-10", "2026-06-22"),  # Wed: passes Dragon Boat
        ("2026-07-25", "2026-08-04"),  # Sat: one weekend
        ("2026-09-20", "2026-09-30"),  # Sun: passes Mid-autumn; received on a made-up Sun
        ("2026-09-26", "2026-10-12"),  # Sat: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-12-28", "2027-01-06 ~"),  # Mon: one weekend; year turns; 2027 not loaded
    ),
    # Consumer mediation period: Consumer Protection Law Implementing Regulations, art. 46
    ("cr.consumer.mediate.60d", 60, "day", "dayoff"): (
        ("2024-07-01", "2024-08-30"),  # Mon: ends on a working Fri; first day in force
        ("2025-11-03", "2026-01-04"),  # Mon: Fri 01-02 is in New Year: rolls; year turns
        ("2025-12-22", "2026-02-24"),  # Mon: Fri 02-20 is in Spring Festival: rolls; year turns
        ("2026-01-04", "2026-03-05"),  # Sun: ends on a working Thu; received on a made-up Sun
        ("2026-02-03", "2026-04-07"),  # Tue: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-02-18", "2026-04-20"),  # Wed: Sun 04-19 is a plain weekend: rolls; starts in Spring Festival
        ("2026-03-06", "2026-05-06"),  # Fri: Tue 05-05 is in Labour Day: rolls
        ("2026-04-20", "2026-06-22"),  # Mon: Fri 06-19 is in Dragon Boat: rolls
        ("2026-07-22", "2026-09-20"),  # Wed: ends on a made-up Sun: no roll
        ("2026-07-28", "2026-09-28"),  # Tue: Sat 09-26 is in Mid-autumn: rolls
        ("2026-08-07", "2026-10-08"),  # Fri: Tue 10-06 is in National Day: rolls
        ("2026-08-13", "2026-10-12"),  # Thu: ends on a working Mon
        ("2026-12-19", "2027-02-17 ~"),  # Sat: ends on a working Wed; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
