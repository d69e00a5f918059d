"""Administrative adjudication, mediation and counterfeit patents.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Counterfeit patent: filing: Measures for Patent Administrative Enforcement, art. 28
    ("pat.fake.file#found", 5, "wd", "dayoff"): (
        ("2023-09-27", "2023-10-10"),  # Wed: passes Mid-autumn and National Day; works 10-07 10-08
        ("2024-02-04", "2024-02-09"),  # Sun: within one week; received on a made-up Sun
        ("2025-05-26", "2025-06-03"),  # Mon: passes Dragon Boat
        ("2026-01-11", "2026-01-16"),  # Sun: within one week
        ("2026-02-16", "2026-02-28"),  # Mon: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-04-03", "2026-04-13"),  # Fri: passes Tomb-sweeping
        ("2026-04-24", "2026-05-06"),  # Fri: passes Labour Day
        ("2026-12-28", "2027-01-04 ~"),  # Mon: one weekend; year turns; 2027 not loaded
    ),
    # Counterfeit patent: filing: Measures for Patent Administrative Enforcement, art. 28
    ("pat.fake.file#reported", 10, "wd", "dayoff"): (
        ("2026-02-09", "2026-02-28"),  # Mon: passes Spring Festival; works 02-14 02-28; ends on a made-up day
        ("2026-04-02", "2026-04-17"),  # Thu: passes Tomb-sweeping
        ("2026-04-06", "2026-04-20"),  # Mon: 2 weekends; starts in Tomb-sweeping
        ("2026-04-20", "2026-05-07"),  # Mon: passes Labour Day
        ("2026-06-09", "2026-06-24"),  # Tue: passes Dragon Boat
        ("2026-09-17", "2026-10-08"),  # Thu: passes Mid-autumn and National Day; works 09-20
        ("2026-10-10", "2026-10-23"),  # Sat: one weekend; received on a made-up Sat
        ("2026-12-27", "2027-01-08 ~"),  # Sun: one weekend; year turns; 2027 not loaded
    ),
    # Counterfeit patent: close: Measures for Patent Administrative Enforcement, art. 36
    ("pat.fake.close.1m", 1, "month", "dayoff"): (
        ("2026-01-22", "2026-02-24"),  # Thu: Sun 02-22 is in Spring Festival: rolls
        ("2026-01-29", "2026-02-28"),  # Thu: ends on a made-up Sat: no roll; no day 29 in that month
        ("2026-04-02", "2026-05-06"),  # Thu: Sat 05-02 is in Labour Day: rolls
        ("2026-05-19", "2026-06-22"),  # Tue: Fri 06-19 is in Dragon Boat: rolls
        ("2026-08-27", "2026-09-28"),  # Thu: Sun 09-27 is in Mid-autumn: rolls
        ("2026-09-02", "2026-10-08"),  # Wed: Fri 10-02 is in National Day: rolls
        ("2026-10-01", "2026-11-02"),  # Thu: Sun 11-01 is a plain weekend: rolls; starts in National Day
        ("2026-12-27", "2027-01-27 ~"),  # Sun: ends on a working Wed; year turns; 2027 not loaded
    ),
    # Patent dispute filing: Measures for administrative adjudication and mediation of patent disputes, art. 20
    ("pat.adj.file.5wd", 5, "wd", "dayoff"): (
        ("2025-10-02", "2025-10-14"),  # Thu: passes National Day and Mid-autumn; works 10-11; starts in National Day
        ("2025-12-26", "2026-01-05"),  # Fri: passes New Year; works 01-04; year turns
        ("2026-02-14", "2026-02-28"),  # Sat: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-04-02", "2026-04-10"),  # Thu: passes Tomb-sweeping
        ("2026-04-24", "2026-05-06"),  # Fri: passes Labour Day
        ("2026-06-17", "2026-06-25"),  # Wed: passes Dragon Boat
        ("2026-08-29", "2026-09-04"),  # Sat: within one week
        ("2026-12-31", "2027-01-07 ~"),  # Thu: one weekend; year turns; 2027 not loaded
    ),
    # Serve request: Measures for administrative adjudication and mediation of patent disputes, art. 22
    ("pat.adj.serve.5wd", 5, "wd", "dayoff"): (
        ("2025-04-27", "2025-05-07"),  # Sun: passes Labour Day; received on a made-up Sun
        ("2025-05-26", "2025-06-03"),  # Mon: passes Dragon Boat
        ("2026-01-01", "2026-01-08"),  # Thu: passes New Year; works 01-04; starts in New Year
        ("2026-02-21", "2026-02-28"),  # Sat: passes Spring Festival; works 02-28; ends on a made-up day
        ("2026-03-30", "2026-04-07"),  # Mon: passes Tomb-sweeping
        ("2026-09-23", "2026-10-08"),  # Wed: passes Mid-autumn and National Day
        ("2026-11-21", "2026-11-27"),  # Sat: within one week
        ("2026-12-28", "2027-01-04 ~"),  # Mon: one weekend; year turns; 2027 not loaded
    ),
    # Answer: Measures for administrative adjudication and mediation of patent disputes, art. 22
    ("pat.adj.answer.15d", 15, "day", "dayoff"): (
        ("2025-03-20", "2025-04-07"),  # Thu: Fri 04-04 is in Tomb-sweeping: rolls
        ("2026-02-04", "2026-02-24"),  # Wed: Thu 02-19 is in Spring Festival: rolls
        ("2026-02-13", "2026-02-28"),  # Fri: ends on a made-up Sat: no roll
        ("2026-02-22", "2026-03-09"),  # Sun: ends on a working Mon; starts in Spring Festival
        ("2026-04-17", "2026-05-06"),  # Fri: Sat 05-02 is in Labour Day: rolls
        ("2026-09-10", "2026-09-28"),  # Thu: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-18", "2026-10-08"),  # Fri: Sat 10-03 is in National Day: rolls
        ("2026-12-26", "2027-01-11 ~"),  # Sat: Sun 01-10 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Answer: Measures for administrative adjudication and mediation of patent disputes, art. 22
    ("pat.adj.answer.15d#foreign", 30, "day", "dayoff"): (
        ("2025-03-06", "2025-04-07"),  # Thu: Sat 04-05 is in Tomb-sweeping: rolls
        ("2025-04-03", "2025-05-06"),  # Thu: Sat 05-03 is in Labour Day: rolls
        ("2026-01-22", "2026-02-24"),  # Thu: Sat 02-21 is in Spring Festival: rolls
        ("2026-05-01", "2026-06-01"),  # Fri: Sun 05-31 is a plain weekend: rolls; starts in Labour Day
        ("2026-05-20", "2026-06-22"),  # Wed: Fri 06-19 is in Dragon Boat: rolls
        ("2026-08-27", "2026-09-28"),  # Thu: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-04", "2026-10-08"),  # Fri: Sun 10-04 is in National Day: rolls
        ("2026-12-06", "2027-01-05 ~"),  # Sun: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Forward answer: Measures for administrative adjudication and mediation of patent disputes, art. 22
    ("pat.adj.answer.forward.5wd", 5, "wd", "dayoff"): (
        ("2025-02-01", "2025-02-10"),  # Sat: passes Spring Festival; works 02-08; starts in Spring Festival
        ("2025-04-03", "2025-04-11"),  # Thu: passes Tomb-sweeping
        ("2025-05-27", "2025-06-04"),  # Tue: passes Dragon Boat
        ("2025-09-28", "2025-10-11"),  # Sun: passes National Day and Mid-autumn; works 10-11; ends on a made-up day
        ("2025-12-29", "2026-01-06"),  # Mon: passes New Year; works 01-04; year turns
        ("2026-04-08", "2026-04-15"),  # Wed: one weekend
        ("2026-04-24", "2026-05-06"),  # Fri: passes Labour Day
        ("2026-12-27", "2027-01-01 ~"),  # Sun: within one week; year turns; 2027 not loaded
    ),
    # Oral hearing notice: Measures for administrative adjudication and mediation of patent disputes, art. 26
    ("pat.adj.oral.3wd", 3, "wd", "back"): (
        ("2025-02-01", "2025-01-24"),  # Sat: passes Spring Festival; works 01-26; starts in Spring Festival
        ("2025-05-08", "2025-04-30"),  # Thu: passes Labour Day
        ("2025-10-03", "2025-09-28"),  # Fri: passes National Day; works 09-28; ends on a made-up day
        ("2025-10-11", "2025-09-30"),  # Sat: passes National Day and Mid-autumn; received on a made-up Sat
        ("2026-04-08", "2026-04-02"),  # Wed: passes Tomb-sweeping
        ("2026-06-21", "2026-06-16"),  # Sun: passes Dragon Boat; starts in Dragon Boat
        ("2026-06-28", "2026-06-24"),  # Sun: one weekend
        ("2026-07-17", "2026-07-14"),  # Fri: within one week
    ),
    # Adjudication period: Measures for administrative adjudication and mediation of patent disputes, art. 37
    ("pat.adj.close.3m", 3, "month", "dayoff"): (
        ("2025-02-01", "2025-05-06"),  # Sat: Thu 05-01 is in Labour Day: rolls; starts in Spring Festival
        ("2026-01-06", "2026-04-07"),  # Tue: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-02-28", "2026-05-28"),  # Sat: ends on a working Thu; received on a made-up Sat
        ("2026-03-19", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-06-26", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-07-01", "2026-10-08"),  # Wed: Thu 10-01 is in National Day: rolls
        ("2026-07-10", "2026-10-10"),  # Fri: ends on a made-up Sat: no roll
        ("2026-11-29", "2027-03-01 ~"),  # Sun: Sun 02-28 is a plain weekend: rolls; no day 29 in that month; year turns
    ),
    # Enforcement of the decision: Measures for administrative adjudication and mediation of patent disputes, art. 80
    ("pat.adj.enforce#office", 3, "month", "dayoff"): (
        ("2025-02-01", "2025-05-06"),  # Sat: Thu 05-01 is in Labour Day: rolls; starts in Spring Festival
        ("2025-11-18", "2026-02-24"),  # Tue: Wed 02-18 is in Spring Festival: rolls; year turns
        ("2026-02-09", "2026-05-09"),  # Mon: ends on a made-up Sat: no roll
        ("2026-02-14", "2026-05-14"),  # Sat: ends on a working Thu; received on a made-up Sat
        ("2026-03-20", "2026-06-22"),  # Fri: Sat 06-20 is in Dragon Boat: rolls
        ("2026-06-26", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-07-03", "2026-10-08"),  # Fri: Sat 10-03 is in National Day: rolls
        ("2026-11-29", "2027-03-01 ~"),  # Sun: Sun 02-28 is a plain weekend: rolls; no day 29 in that month; year turns
    ),
    # Enforcement of the decision: Measures for administrative adjudication and mediation of patent disputes, art. 80
    ("pat.adj.enforce#holder", 6, "month", "dayoff"): (
        ("2025-07-03", "2026-01-04"),  # Thu: Sat 01-03 is in New Year: rolls; year turns
        ("2025-11-05", "2026-05-06"),  # Wed: Tue 05-05 is in Labour Day: rolls; year turns
        ("2026-02-23", "2026-08-24"),  # Mon: Sun 08-23 is a plain weekend: rolls; starts in Spring Festival
        ("2026-02-28", "2026-08-28"),  # Sat: ends on a working Fri; received on a made-up Sat
        ("2026-03-20", "2026-09-20"),  # Fri: ends on a made-up Sun: no roll
        ("2026-03-26", "2026-09-28"),  # Thu: Sat 09-26 is in Mid-autumn: rolls
        ("2026-04-03", "2026-10-08"),  # Fri: Sat 10-03 is in National Day: rolls
        ("2026-10-31", "2027-04-30 ~"),  # Sat: ends on a working Fri; no day 31 in that month; year turns
    ),
    # Time limit for requesting adjudication, art. 19
    ("pat.adj.limit.3y", 3, "year", "dayoff"): (
        ("2025-02-01", "2028-02-01 ~"),  # Sat: ends on a working Tue; starts in Spring Festival; 2027 not loaded
        ("2026-02-20", "2029-02-20 ~"),  # Fri: ends on a working Tue; starts in Spring Festival; 2027 not loaded
        ("2026-09-13", "2029-09-13 ~"),  # Sun: ends on a working Thu; 2027 not loaded
        ("2026-10-07", "2029-10-08 ~"),  # Wed: Sun 10-07 is a plain weekend: rolls; starts in National Day
        ("2026-10-10", "2029-10-10 ~"),  # Sat: ends on a working Wed; received on a made-up Sat; 2027 not loaded
        ("2026-11-17", "2029-11-19 ~"),  # Tue: Sat 11-17 is a plain weekend: rolls; 2027 not loaded
        ("2026-12-17", "2029-12-17 ~"),  # Thu: ends on a working Mon; 2027 not loaded
    ),
    # Opinion after an infringement warning, art. 13
    ("pat.adj.opinion.warn#received", 1, "month", "dayoff"): (
        ("2025-02-01", "2025-03-03"),  # Sat: Sat 03-01 is a plain weekend: rolls; starts in Spring Festival
        ("2025-03-05", "2025-04-07"),  # Wed: Sat 04-05 is in Tomb-sweeping: rolls
        ("2026-01-22", "2026-02-24"),  # Thu: Sun 02-22 is in Spring Festival: rolls
        ("2026-01-30", "2026-02-28"),  # Fri: ends on a made-up Sat: no roll; no day 30 in that month
        ("2026-04-03", "2026-05-06"),  # Fri: Sun 05-03 is in Labour Day: rolls
        ("2026-05-21", "2026-06-22"),  # Thu: Sun 06-21 is in Dragon Boat: rolls
        ("2026-09-04", "2026-10-08"),  # Fri: Sun 10-04 is in National Day: rolls
        ("2026-12-06", "2027-01-06 ~"),  # Sun: ends on a working Wed; year turns; 2027 not loaded
    ),
    # Opinion after an infringement warning, art. 13
    ("pat.adj.opinion.warn#sent", 2, "month", "dayoff"): (
        ("2025-02-01", "2025-04-01"),  # Sat: ends on a working Tue; starts in Spring Festival; first day in force
        ("2025-08-05", "2025-10-09"),  # Tue: Sun 10-05 is in National Day: rolls
        ("2025-08-06", "2025-10-09"),  # Wed: Mon 10-06 is in Mid-autumn: rolls
        ("2026-02-05", "2026-04-07"),  # Thu: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-03-03", "2026-05-06"),  # Tue: Sun 05-03 is in Labour Day: rolls
        ("2026-04-19", "2026-06-22"),  # Sun: Fri 06-19 is in Dragon Boat: rolls
        ("2026-08-10", "2026-10-10"),  # Mon: ends on a made-up Sat: no roll
        ("2026-12-30", "2027-03-01 ~"),  # Wed: Sun 02-28 is a plain weekend: rolls; no day 30 in that month; year turns
    ),
    # Publish the decision: Measures for administrative adjudication and mediation of patent disputes, art. 83
    ("pat.adj.publish.20wd", 20, "wd", "dayoff"): (
        ("2025-10-11", "2025-11-07"),  # Sat: 3 weekends; received on a made-up Sat
        ("2026-01-02", "2026-01-29"),  # Fri: passes New Year; works 01-04; starts in New Year
        ("2026-02-11", "2026-03-17"),  # Wed: passes Spring Festival; works 02-14 02-28
        ("2026-04-03", "2026-05-07"),  # Fri: passes Tomb-sweeping and Labour Day
        ("2026-06-18", "2026-07-17"),  # Thu: passes Dragon Boat
        ("2026-08-24", "2026-09-20"),  # Mon: works 09-20; ends on a made-up day
        ("2026-09-26", "2026-10-29"),  # Sat: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-12-26", "2027-01-22 ~"),  # Sat: 3 weekends; year turns; 2027 not loaded
    ),
    # Publish the decision: Measures for administrative adjudication and mediation of patent disputes, art. 83
    ("pat.adj.publish.20wd#change", 20, "wd", "dayoff"): (
        ("2025-02-01", "2025-03-03"),  # Sat: passes Spring Festival; works 02-08; starts in Spring Festival
        ("2025-12-24", "2026-01-22"),  # Wed: passes New Year; works 01-04; year turns
        ("2026-02-28", "2026-03-27"),  # Sat: 3 weekends; received on a made-up Sat
        ("2026-04-02", "2026-05-06"),  # Thu: passes Tomb-sweeping and Labour Day
        ("2026-04-28", "2026-05-28"),  # Tue: passes Labour Day; works 05-09
        ("2026-05-25", "2026-06-23"),  # Mon: passes Dragon Boat
        ("2026-09-07", "2026-10-10"),  # Mon: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-12-05", "2027-01-01 ~"),  # Sat: 3 weekends; year turns; 2027 not loaded
    ),
    # Publish decision: Measures for Patent Administrative Enforcement, art. 46
    ("pat.publish.20wd", 20, "wd", "dayoff"): (
        ("2022-12-26", "2023-01-29"),  # Mon: passes New Year and Spring Festival; works 01-28 01-29
        ("2026-02-28", "2026-03-27"),  # Sat: 3 weekends; received on a made-up Sat
        ("2026-04-05", "2026-05-07"),  # Sun: passes Tomb-sweeping and Labour Day; starts in Tomb-sweeping
        ("2026-06-01", "2026-06-30"),  # Mon: passes Dragon Boat
        ("2026-08-14", "2026-09-11"),  # Fri: 4 weekends
        ("2026-09-06", "2026-10-09"),  # Sun: passes Mid-autumn and National Day; works 09-20
        ("2026-11-07", "2026-12-04"),  # Sat: 3 weekends
        ("2026-12-07", "2027-01-04 ~"),  # Mon: 4 weekends; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
