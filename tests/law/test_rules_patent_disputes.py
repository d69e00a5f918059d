"""Major patent disputes before the national office, and mediation of patent disputes.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Filing of major case: Measures for adjudication of major patent infringement disputes, art. 6
    ("pat.major.file.5wd", 5, "wd", "dayoff"): (
        ("2023-09-24", "2023-10-07"),  # Sun: passes Mid-autumn and National Day; works 10-07; ends on a made-up day
        ("2023-12-26", "2024-01-03"),  # Tue: passes New Year; year turns
        ("2025-04-29", "2025-05-09"),  # Tue: passes Labour Day
        ("2026-02-11", "2026-02-25"),  # Wed: passes Spring Festival; works 02-14
        ("2026-04-05", "2026-04-13"),  # Sun: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-05-09", "2026-05-15"),  # Sat: within one week; received on a made-up Sat
        ("2026-06-16", "2026-06-24"),  # Tue: passes Dragon Boat
        ("2026-12-31", "2027-01-07 ~"),  # Thu: one weekend; year turns; 2027 not loaded
    ),
    # Serve and answer: Measures for adjudication of major patent infringement disputes, art. 10
    ("pat.major.serve.5wd#serve", 5, "wd", "dayoff"): (
        ("2024-06-07", "2024-06-17"),  # Fri: passes Dragon Boat
        ("2026-02-02", "2026-02-09"),  # Mon: one weekend
        ("2026-02-17", "2026-02-28"),  # Tue: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-03-30", "2026-04-07"),  # Mon: passes Tomb-sweeping
        ("2026-04-27", "2026-05-07"),  # Mon: passes Labour Day
        ("2026-05-09", "2026-05-15"),  # Sat: within one week; received on a made-up Sat
        ("2026-09-23", "2026-10-08"),  # Wed: passes Mid-autumn and National Day
        ("2026-12-26", "2027-01-01 ~"),  # Sat: within one week; year turns; 2027 not loaded
    ),
    # Serve and answer: Measures for adjudication of major patent infringement disputes, art. 10
    ("pat.major.serve.5wd#answer", 15, "day", "dayoff"): (
        ("2026-01-30", "2026-02-14"),  # Fri: ends on a made-up Sat: no roll
        ("2026-03-20", "2026-04-07"),  # Fri: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-04", "2026-04-20"),  # Sat: Sun 04-19 is a plain weekend: rolls; starts in Tomb-sweeping
        ("2026-04-20", "2026-05-06"),  # Mon: Tue 05-05 is in Labour Day: rolls
        ("2026-06-04", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-09-10", "2026-09-28"),  # Thu: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-20", "2026-10-08"),  # Sun: Mon 10-05 is in National Day: rolls; received on a made-up Sun
        ("2026-12-20", "2027-01-04 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Serve and answer: Measures for adjudication of major patent infringement disputes, art. 10
    ("pat.major.serve.5wd#forward", 5, "wd", "dayoff"): (
        ("2023-09-27", "2023-10-10"),  # Wed: passes Mid-autumn and National Day; works 10-07 10-08
        ("2026-02-15", "2026-02-28"),  # Sun: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-02-28", "2026-03-06"),  # Sat: within one week; received on a made-up Sat
        ("2026-04-03", "2026-04-13"),  # Fri: passes Tomb-sweeping
        ("2026-04-28", "2026-05-08"),  # Tue: passes Labour Day
        ("2026-06-07", "2026-06-12"),  # Sun: within one week
        ("2026-06-12", "2026-06-22"),  # Fri: passes Dragon Boat
        ("2026-12-25", "2027-01-01 ~"),  # Fri: one weekend; year turns; 2027 not loaded
    ),
    # Oral hearing notice: Measures for adjudication of major patent infringement disputes, art. 16
    ("pat.major.oral.5wd", 5, "wd", "back"): (
        ("2022-01-08", "2021-12-31"),  # Sat: passes New Year; year turns
        ("2023-01-30", "2023-01-18"),  # Mon: passes Spring Festival; works 01-28 01-29
        ("2023-05-04", "2023-04-24"),  # Thu: passes Labour Day
        ("2026-02-14", "2026-02-09"),  # Sat: within one week; received on a made-up Sat
        ("2026-04-13", "2026-04-03"),  # Mon: passes Tomb-sweeping
        ("2026-06-25", "2026-06-17"),  # Thu: passes Dragon Boat
        ("2026-09-20", "2026-09-14"),  # Sun: one weekend; received on a made-up Sun
        ("2026-09-26", "2026-09-20"),  # Sat: passes Mid-autumn; works 09-20; ends on a made-up day
    ),
    # Close: Measures for adjudication of major patent infringement disputes, art. 22
    ("pat.major.close.3m", 3, "month", "dayoff"): (
        ("2022-03-04", "2022-06-06"),  # Fri: Sat 06-04 is in Dragon Boat: rolls
        ("2023-02-02", "2023-05-04"),  # Thu: Tue 05-02 is in Labour Day: rolls
        ("2025-01-31", "2025-04-30"),  # Fri: ends on a working Wed; no day 31 in that month; starts in Spring Festival
        ("2026-01-06", "2026-04-07"),  # Tue: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-06-25", "2026-09-28"),  # Thu: Fri 09-25 is in Mid-autumn: rolls
        ("2026-07-01", "2026-10-08"),  # Wed: Thu 10-01 is in National Day: rolls
        ("2026-07-10", "2026-10-10"),  # Fri: ends on a made-up Sat: no roll
        ("2026-11-28", "2027-03-01 ~"),  # Sat: Sun 02-28 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Serve notice to state views: Measures for administrative adjudication and mediation of patent disputes, art. 65
    ("pat.med.serve.5wd", 5, "wd", "dayoff"): (
        ("2025-09-26", "2025-10-10"),  # Fri: passes National Day and Mid-autumn; works 09-28
        ("2025-10-11", "2025-10-17"),  # Sat: within one week; received on a made-up Sat
        ("2026-02-15", "2026-02-28"),  # Sun: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-03-30", "2026-04-07"),  # Mon: passes Tomb-sweeping
        ("2026-04-27", "2026-05-07"),  # Mon: passes Labour Day
        ("2026-06-17", "2026-06-25"),  # Wed: passes Dragon Boat
        ("2026-12-23", "2026-12-30"),  # Wed: one weekend
        ("2026-12-27", "2027-01-01 ~"),  # Sun: within one week; year turns; 2027 not loaded
    ),
    # Statement of views: Measures for administrative adjudication and mediation of patent disputes, art. 65
    ("pat.med.answer.15d", 15, "day", "dayoff"): (
        ("2025-02-01", "2025-02-17"),  # Sat: Sun 02-16 is a plain weekend: rolls; starts in Spring Festival
        ("2025-04-18", "2025-05-06"),  # Fri: Sat 05-03 is in Labour Day: rolls
        ("2026-02-05", "2026-02-24"),  # Thu: Fri 02-20 is in Spring Festival: rolls
        ("2026-02-13", "2026-02-28"),  # Fri: ends on a made-up Sat: no roll
        ("2026-06-05", "2026-06-22"),  # Fri: Sat 06-20 is in Dragon Boat: rolls
        ("2026-09-10", "2026-09-28"),  # Thu: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-17", "2026-10-08"),  # Thu: Fri 10-02 is in National Day: rolls
        ("2026-12-27", "2027-01-11 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
    ),
    # File mediation: Measures for administrative adjudication and mediation of patent disputes, art. 66(1)
    ("pat.med.file.5wd", 5, "wd", "dayoff"): (
        ("2025-02-01", "2025-02-10"),  # Sat: passes Spring Festival; works 02-08; starts in Spring Festival
        ("2025-09-28", "2025-10-11"),  # Sun: passes National Day and Mid-autumn; works 10-11; ends on a made-up day
        ("2026-01-02", "2026-01-08"),  # Fri: passes New Year; works 01-04; starts in New Year
        ("2026-03-30", "2026-04-07"),  # Mon: passes Tomb-sweeping
        ("2026-04-18", "2026-04-24"),  # Sat: within one week
        ("2026-04-28", "2026-05-08"),  # Tue: passes Labour Day
        ("2026-06-12", "2026-06-22"),  # Fri: passes Dragon Boat
        ("2026-12-30", "2027-01-06 ~"),  # Wed: one weekend; year turns; 2027 not loaded
    ),
    # Mediation not filed: tell requester, art. 66(2)
    ("pat.med.refuse.5wd", 5, "wd", "dayoff"): (
        ("2025-02-01", "2025-02-10"),  # Sat: passes Spring Festival; works 02-08; starts in Spring Festival
        ("2025-09-28", "2025-10-11"),  # Sun: passes National Day and Mid-autumn; works 10-11; ends on a made-up day
        ("2025-12-31", "2026-01-08"),  # Wed: passes New Year; works 01-04; year turns
        ("2026-04-02", "2026-04-10"),  # Thu: passes Tomb-sweeping
        ("2026-04-27", "2026-05-07"),  # Mon: passes Labour Day
        ("2026-06-15", "2026-06-23"),  # Mon: passes Dragon Boat
        ("2026-10-27", "2026-11-03"),  # Tue: one weekend
        ("2026-12-26", "2027-01-01 ~"),  # Sat: within one week; year turns; 2027 not loaded
    ),
    # Ownership mediation period, art. 70(3)
    ("pat.med.ownership.2m", 2, "month", "dayoff"): (
        ("2025-02-01", "2025-04-01"),  # Sat: ends on a working Tue; starts in Spring Festival; first day in force
        ("2025-08-06", "2025-10-09"),  # Wed: Mon 10-06 is in Mid-autumn: rolls
        ("2026-02-04", "2026-04-07"),  # Wed: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-03-03", "2026-05-06"),  # Tue: Sun 05-03 is in Labour Day: rolls
        ("2026-03-09", "2026-05-09"),  # Mon: ends on a made-up Sat: no roll
        ("2026-04-21", "2026-06-22"),  # Tue: Sun 06-21 is in Dragon Boat: rolls
        ("2026-08-06", "2026-10-08"),  # Thu: Tue 10-06 is in National Day: rolls
        ("2026-12-20", "2027-02-22 ~"),  # Sun: Sat 02-20 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # After ownership mediation, art. 70(2)
    ("pat.med.ownership.after#resume", 15, "day", "dayoff"): (
        ("2025-02-01", "2025-02-17"),  # Sat: Sun 02-16 is a plain weekend: rolls; starts in Spring Festival
        ("2026-02-03", "2026-02-24"),  # Tue: Wed 02-18 is in Spring Festival: rolls
        ("2026-03-20", "2026-04-07"),  # Fri: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-16", "2026-05-06"),  # Thu: Fri 05-01 is in Labour Day: rolls
        ("2026-04-24", "2026-05-09"),  # Fri: ends on a made-up Sat: no roll
        ("2026-09-12", "2026-09-28"),  # Sat: Sun 09-27 is in Mid-autumn: rolls
        ("2026-09-22", "2026-10-08"),  # Tue: Wed 10-07 is in National Day: rolls
        ("2026-12-20", "2027-01-04 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
    ),
    # After ownership mediation, art. 70(2)
    ("pat.med.ownership.after#copies", 5, "wd", "dayoff"): (
        ("2025-02-01", "2025-02-10"),  # Sat: passes Spring Festival; works 02-08; starts in Spring Festival
        ("2025-09-28", "2025-10-11"),  # Sun: passes National Day and Mid-autumn; works 10-11; ends on a made-up day
        ("2026-01-01", "2026-01-08"),  # Thu: passes New Year; works 01-04; starts in New Year
        ("2026-04-03", "2026-04-13"),  # Fri: passes Tomb-sweeping
        ("2026-04-30", "2026-05-11"),  # Thu: passes Labour Day; works 05-09
        ("2026-05-13", "2026-05-20"),  # Wed: one weekend
        ("2026-06-15", "2026-06-23"),  # Mon: passes Dragon Boat
        ("2026-12-26", "2027-01-01 ~"),  # Sat: within one week; year turns; 2027 not loaded
    ),
    # After ownership mediation, art. 70(2)
    ("pat.med.ownership.after#auto", 1, "year", "dayoff"): (
        ("2025-02-01", "2026-02-02"),  # Sat: Sun 02-01 is a plain weekend: rolls; starts in Spring Festival
        ("2025-02-14", "2026-02-14"),  # Fri: ends on a made-up Sat: no roll
        ("2025-02-21", "2026-02-24"),  # Fri: Sat 02-21 is in Spring Festival: rolls
        ("2025-05-05", "2026-05-06"),  # Mon: Tue 05-05 is in Labour Day: rolls; starts in Labour Day
        ("2025-09-26", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2025-10-07", "2026-10-08"),  # Tue: Wed 10-07 is in National Day: rolls; starts in National Day
        ("2025-10-11", "2026-10-12"),  # Sat: Sun 10-11 is a plain weekend: rolls; received on a made-up Sat
        ("2026-05-10", "2027-05-10 ~"),  # Sun: ends on a working Mon; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
