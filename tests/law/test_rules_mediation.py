"""Mediation, its confirmation by the court, arbitration and its review.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Apply for judicial confirmation: Civil Procedure Law, art. 205
    ("med.confirm.30d", 30, "day", "dayoff"): (
        ("2024-02-04", "2024-03-05"),  # Sun: ends on a working Tue; over 29 February; received on a made-up Sun
        ("2025-01-01", "2025-02-05"),  # Wed: Fri 01-31 is in Spring Festival: rolls; starts in New Year
        ("2026-01-29", "2026-02-28"),  # Thu: ends on a made-up Sat: no roll
        ("2026-03-07", "2026-04-07"),  # Sat: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-05-21", "2026-06-22"),  # Thu: Sat 06-20 is in Dragon Boat: rolls
        ("2026-08-26", "2026-09-28"),  # Wed: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-01", "2026-10-08"),  # Tue: Thu 10-01 is in National Day: rolls
        ("2026-12-17", "2027-01-18 ~"),  # Thu: Sat 01-16 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Same, People's Mediation Law: People's Mediation Law, art. 33
    ("med.confirm.30d.pm", 30, "day", "dayoff"): (
        ("2022-01-04", "2022-02-07"),  # Tue: Thu 02-03 is in Spring Festival: rolls
        ("2024-02-04", "2024-03-05"),  # Sun: ends on a working Tue; over 29 February; received on a made-up Sun
        ("2026-03-07", "2026-04-07"),  # Sat: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-04-03", "2026-05-06"),  # Fri: Sun 05-03 is in Labour Day: rolls
        ("2026-04-09", "2026-05-09"),  # Thu: ends on a made-up Sat: no roll
        ("2026-09-07", "2026-10-08"),  # Mon: Wed 10-07 is in National Day: rolls
        ("2026-09-25", "2026-10-26"),  # Fri: Sun 10-25 is a plain weekend: rolls; starts in Mid-autumn
        ("2026-12-06", "2027-01-05 ~"),  # Sun: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Acceptance: SPC judicial confirmation provisions, art. 4
    ("med.confirm.accept.3d", 3, "day", "dayoff"): (
        ("2022-09-29", "2022-10-08"),  # Thu: Sun 10-02 is in National Day: rolls
        ("2025-05-28", "2025-06-03"),  # Wed: Sat 05-31 is in Dragon Boat: rolls
        ("2026-01-01", "2026-01-04"),  # Thu: ends on a made-up Sun: no roll; starts in New Year
        ("2026-04-01", "2026-04-07"),  # Wed: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-29", "2026-05-06"),  # Wed: Sat 05-02 is in Labour Day: rolls
        ("2026-08-02", "2026-08-05"),  # Sun: ends on a working Wed
        ("2026-09-24", "2026-09-28"),  # Thu: Sun 09-27 is in Mid-autumn: rolls
        ("2026-12-30", "2027-01-04 ~"),  # Wed: Sat 01-02 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Decision: SPC judicial confirmation provisions, art. 5
    ("med.confirm.decide.15d", 15, "day", "dayoff"): (
        ("2024-02-18", "2024-03-04"),  # Sun: ends on a working Mon; over 29 February; received on a made-up Sun
        ("2024-12-17", "2025-01-02"),  # Tue: Wed 01-01 is in New Year: rolls; year turns
        ("2026-02-06", "2026-02-24"),  # Fri: Sat 02-21 is in Spring Festival: rolls
        ("2026-04-20", "2026-05-06"),  # Mon: Tue 05-05 is in Labour Day: rolls
        ("2026-04-24", "2026-05-09"),  # Fri: ends on a made-up Sat: no roll
        ("2026-05-01", "2026-05-18"),  # Fri: Sat 05-16 is a plain weekend: rolls; starts in Labour Day
        ("2026-09-17", "2026-10-08"),  # Thu: Fri 10-02 is in National Day: rolls
        ("2026-12-19", "2027-01-04 ~"),  # Sat: Sun 01-03 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Third party challenge: SPC judicial confirmation provisions, art. 10
    ("med.confirm.third.1y", 1, "year", "dayoff"): (
        ("2022-04-05", "2023-04-06"),  # Tue: Wed 04-05 is in Tomb-sweeping: rolls; starts in Tomb-sweeping
        ("2022-06-22", "2023-06-25"),  # Wed: Thu 06-22 is in Dragon Boat: rolls
        ("2022-10-08", "2023-10-08"),  # Sat: ends on a made-up Sun: no roll; received on a made-up Sat
        ("2023-02-14", "2024-02-18"),  # Tue: Wed 02-14 is in Spring Festival: rolls
        ("2023-05-04", "2024-05-06"),  # Thu: Sat 05-04 is in Labour Day: rolls
        ("2023-08-19", "2024-08-19"),  # Sat: ends on a working Mon
        ("2024-10-08", "2025-10-09"),  # Tue: Wed 10-08 is in National Day: rolls
        ("2026-06-20", "2027-06-21 ~"),  # Sat: Sun 06-20 is a plain weekend: rolls; starts in Dragon Boat
    ),
    # Post-filing court-entrusted mediation: SPC Provisions on court-invited mediation, art. 27
    ("med.court.postsuit#ordinary", 15, "day", "dayoff"): (
        ("2026-02-06", "2026-02-24"),  # Fri: Sat 02-21 is in Spring Festival: rolls
        ("2026-04-17", "2026-05-06"),  # Fri: Sat 05-02 is in Labour Day: rolls
        ("2026-04-24", "2026-05-09"),  # Fri: ends on a made-up Sat: no roll
        ("2026-06-04", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-09-11", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-16", "2026-10-08"),  # Wed: Thu 10-01 is in National Day: rolls
        ("2026-10-07", "2026-10-22"),  # Wed: ends on a working Thu; starts in National Day
        ("2026-12-19", "2027-01-04 ~"),  # Sat: Sun 01-03 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Post-filing court-entrusted mediation: SPC Provisions on court-invited mediation, art. 27
    ("med.court.postsuit#simple", 7, "day", "dayoff"): (
        ("2022-03-28", "2022-04-06"),  # Mon: Mon 04-04 is in Tomb-sweeping: rolls
        ("2022-09-27", "2022-10-08"),  # Tue: Tue 10-04 is in National Day: rolls
        ("2026-02-14", "2026-02-24"),  # Sat: Sat 02-21 is in Spring Festival: rolls; received on a made-up Sat
        ("2026-02-21", "2026-02-28"),  # Sat: ends on a made-up Sat: no roll; starts in Spring Festival
        ("2026-04-06", "2026-04-13"),  # Mon: ends on a working Mon; starts in Tomb-sweeping
        ("2026-04-27", "2026-05-06"),  # Mon: Mon 05-04 is in Labour Day: rolls
        ("2026-09-18", "2026-09-28"),  # Fri: Fri 09-25 is in Mid-autumn: rolls
        ("2026-12-26", "2027-01-04 ~"),  # Sat: Sat 01-02 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Pre-suit court-referred mediation: SPC Provisions on court-invited mediation, art. 27
    ("med.court.presuit.30d", 30, "day", "dayoff"): (
        ("2022-04-02", "2022-05-05"),  # Sat: Mon 05-02 is in Labour Day: rolls; received on a made-up Sat
        ("2024-03-05", "2024-04-07"),  # Tue: Thu 04-04 is in Tomb-sweeping: rolls
        ("2026-01-15", "2026-02-14"),  # Thu: ends on a made-up Sat: no roll
        ("2026-01-23", "2026-02-24"),  # Fri: Sun 02-22 is in Spring Festival: rolls
        ("2026-06-19", "2026-07-20"),  # Fri: Sun 07-19 is a plain weekend: rolls; starts in Dragon Boat
        ("2026-08-27", "2026-09-28"),  # Thu: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-01", "2026-10-08"),  # Tue: Thu 10-01 is in National Day: rolls
        ("2026-12-12", "2027-01-11 ~"),  # Sat: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Apply for enforcement: Civil Procedure Law, art. 250
    ("med.enforce.2y", 2, "year", "dayoff"): (
        ("2024-01-01", "2026-01-04"),  # Mon: Thu 01-01 is in New Year: rolls; starts in New Year; first day in force
        ("2024-02-18", "2026-02-24"),  # Sun: Wed 02-18 is in Spring Festival: rolls; received on a made-up Sun
        ("2024-02-29", "2026-02-28"),  # Thu: ends on a made-up Sat: no roll; from the leap day
        ("2024-06-21", "2026-06-22"),  # Fri: Sun 06-21 is in Dragon Boat: rolls
        ("2024-10-03", "2026-10-08"),  # Thu: Sat 10-03 is in National Day: rolls; starts in National Day
        ("2024-11-03", "2026-11-03"),  # Sun: ends on a working Tue
        ("2024-11-22", "2026-11-23"),  # Fri: Sun 11-22 is a plain weekend: rolls
        ("2026-02-15", "2028-02-15 ~"),  # Sun: ends on a working Tue; starts in Spring Festival; 2027 not loaded
    ),
    # Online mediation: SPC Online Mediation Rules, art. 24
    ("med.online#before", 30, "day", "dayoff"): (
        ("2022-01-01", "2022-02-07"),  # Sat: Mon 01-31 is in Spring Festival: rolls; starts in New Year
        ("2024-02-29", "2024-04-01"),  # Thu: Sat 03-30 is a plain weekend: rolls; from the leap day
        ("2026-03-06", "2026-04-07"),  # Fri: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-04-01", "2026-05-06"),  # Wed: Fri 05-01 is in Labour Day: rolls
        ("2026-05-20", "2026-06-22"),  # Wed: Fri 06-19 is in Dragon Boat: rolls
        ("2026-08-28", "2026-09-28"),  # Fri: Sun 09-27 is in Mid-autumn: rolls
        ("2026-09-01", "2026-10-08"),  # Tue: Thu 10-01 is in National Day: rolls
        ("2026-12-26", "2027-01-25 ~"),  # Sat: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Online mediation: SPC Online Mediation Rules, art. 24
    ("med.online#ordinary", 15, "day", "dayoff"): (
        ("2024-02-18", "2024-03-04"),  # Sun: ends on a working Mon; over 29 February; received on a made-up Sun
        ("2024-09-17", "2024-10-08"),  # Tue: Wed 10-02 is in National Day: rolls; starts in Mid-autumn
        ("2026-02-03", "2026-02-24"),  # Tue: Wed 02-18 is in Spring Festival: rolls
        ("2026-02-13", "2026-02-28"),  # Fri: ends on a made-up Sat: no roll
        ("2026-03-20", "2026-04-07"),  # Fri: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-17", "2026-05-06"),  # Fri: Sat 05-02 is in Labour Day: rolls
        ("2026-09-10", "2026-09-28"),  # Thu: Fri 09-25 is in Mid-autumn: rolls
        ("2026-12-26", "2027-01-11 ~"),  # Sat: Sun 01-10 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Online mediation: SPC Online Mediation Rules, art. 24
    ("med.online#simple", 7, "day", "dayoff"): (
        ("2026-02-14", "2026-02-24"),  # Sat: Sat 02-21 is in Spring Festival: rolls; received on a made-up Sat
        ("2026-04-28", "2026-05-06"),  # Tue: Tue 05-05 is in Labour Day: rolls
        ("2026-06-13", "2026-06-22"),  # Sat: Sat 06-20 is in Dragon Boat: rolls
        ("2026-09-13", "2026-09-20"),  # Sun: ends on a made-up Sun: no roll
        ("2026-09-18", "2026-09-28"),  # Fri: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-30", "2026-10-08"),  # Wed: Wed 10-07 is in National Day: rolls
        ("2026-10-06", "2026-10-13"),  # Tue: ends on a working Tue; starts in National Day
        ("2026-12-27", "2027-01-04 ~"),  # Sun: Sun 01-03 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Confirm acceptance: SPC Online Mediation Rules, art. 12
    ("med.online.accept.3wd", 3, "wd", "dayoff"): (
        ("2023-04-27", "2023-05-05"),  # Thu: passes Labour Day
        ("2023-09-28", "2023-10-09"),  # Thu: passes Mid-autumn and National Day; works 10-07 10-08
        ("2024-12-27", "2025-01-02"),  # Fri: passes New Year; year turns
        ("2025-01-26", "2025-02-06"),  # Sun: passes Spring Festival; received on a made-up Sun
        ("2026-04-11", "2026-04-15"),  # Sat: within one week
        ("2026-06-16", "2026-06-22"),  # Tue: passes Dragon Boat
        ("2026-10-01", "2026-10-10"),  # Thu: passes National Day; works 10-10; ends on a made-up day
        ("2026-12-02", "2026-12-07"),  # Wed: one weekend
    ),
    # Licensing: Commercial Mediation Regulations, art. 9
    ("med.com.licence#city", 20, "wd", "dayoff"): (
        ("2026-05-01", "2026-06-01"),  # Fri: passes Labour Day; works 05-09; starts in Labour Day; first day in force
        ("2026-05-09", "2026-06-05"),  # Sat: 3 weekends; received on a made-up Sat
        ("2026-05-14", "2026-06-11"),  # Thu: 4 weekends
        ("2026-05-28", "2026-06-26"),  # Thu: passes Dragon Boat
        ("2026-08-24", "2026-09-20"),  # Mon: works 09-20; ends on a made-up day
        ("2026-08-27", "2026-09-23"),  # Thu: works 09-20
        ("2026-09-13", "2026-10-15"),  # Sun: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-12-15", "2027-01-12 ~"),  # Tue: 4 weekends; year turns; 2027 not loaded
    ),
    # Licensing: Commercial Mediation Regulations, art. 9
    ("med.com.licence#province", 20, "wd", "dayoff"): (
        ("2026-05-01", "2026-06-01"),  # Fri: passes Labour Day; works 05-09; starts in Labour Day; first day in force
        ("2026-05-29", "2026-06-29"),  # Fri: passes Dragon Boat
        ("2026-08-24", "2026-09-20"),  # Mon: works 09-20; ends on a made-up day
        ("2026-08-31", "2026-09-28"),  # Mon: passes Mid-autumn; works 09-20
        ("2026-09-16", "2026-10-20"),  # Wed: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-09-20", "2026-10-23"),  # Sun: passes Mid-autumn and National Day; works 10-10; received on a made-up Sun
        ("2026-12-12", "2027-01-08 ~"),  # Sat: 3 weekends; year turns; 2027 not loaded
        ("2026-12-23", "2027-01-20 ~"),  # Wed: 4 weekends; year turns; 2027 not loaded
    ),
    # Transition: Commercial Mediation Regulations, art. 31
    ("med.com.transition", 1, "year", "dayoff"): (
        ("2026-05-01", "2027-05-03 ~"),  # Fri: Sat 05-01 is a plain weekend: rolls; starts in Labour Day
        ("2026-06-05", "2027-06-07 ~"),  # Fri: Sat 06-05 is a plain weekend: rolls; 2027 not loaded
        ("2026-06-20", "2027-06-21 ~"),  # Sat: Sun 06-20 is a plain weekend: rolls; starts in Dragon Boat
        ("2026-07-25", "2027-07-26 ~"),  # Sat: Sun 07-25 is a plain weekend: rolls; 2027 not loaded
        ("2026-09-20", "2027-09-20 ~"),  # Sun: ends on a working Mon; received on a made-up Sun; 2027 not loaded
        ("2026-10-04", "2027-10-04 ~"),  # Sun: ends on a working Mon; starts in National Day; 2027 not loaded
        ("2026-10-20", "2027-10-20 ~"),  # Tue: ends on a working Wed; 2027 not loaded
        ("2026-12-20", "2027-12-20 ~"),  # Sun: ends on a working Mon; 2027 not loaded
    ),
    # Arbitration acceptance: Arbitration Law, art. 35
    ("arb.accept.5d", 5, "day", "dayoff"): (
        ("2026-04-01", "2026-04-07"),  # Wed: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-04-28", "2026-05-06"),  # Tue: Sun 05-03 is in Labour Day: rolls
        ("2026-05-04", "2026-05-09"),  # Mon: ends on a made-up Sat: no roll; starts in Labour Day
        ("2026-06-14", "2026-06-22"),  # Sun: Fri 06-19 is in Dragon Boat: rolls
        ("2026-08-03", "2026-08-10"),  # Mon: Sat 08-08 is a plain weekend: rolls
        ("2026-09-21", "2026-09-28"),  # Mon: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-28", "2026-10-08"),  # Mon: Sat 10-03 is in National Day: rolls
        ("2026-12-30", "2027-01-04 ~"),  # Wed: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Correction: Arbitration Law, art. 69
    ("arb.correct.30d", 30, "day", "dayoff"): (
        ("2026-03-06", "2026-04-07"),  # Fri: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-04-01", "2026-05-06"),  # Wed: Fri 05-01 is in Labour Day: rolls
        ("2026-04-09", "2026-05-09"),  # Thu: ends on a made-up Sat: no roll
        ("2026-08-28", "2026-09-28"),  # Fri: Sun 09-27 is in Mid-autumn: rolls
        ("2026-09-03", "2026-10-08"),  # Thu: Sat 10-03 is in National Day: rolls
        ("2026-10-02", "2026-11-02"),  # Fri: Sun 11-01 is a plain weekend: rolls; starts in National Day
        ("2026-10-10", "2026-11-09"),  # Sat: ends on a working Mon; received on a made-up Sat
        ("2026-12-06", "2027-01-05 ~"),  # Sun: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Set aside: Arbitration Law, art. 72
    ("arb.setaside.3m", 3, "month", "dayoff"): (
        ("2026-03-01", "2026-06-01"),  # Sun: ends on a working Mon; first day in force
        ("2026-03-21", "2026-06-22"),  # Sat: Sun 06-21 is in Dragon Boat: rolls
        ("2026-05-02", "2026-08-03"),  # Sat: Sun 08-02 is a plain weekend: rolls; starts in Labour Day
        ("2026-06-20", "2026-09-20"),  # Sat: ends on a made-up Sun: no roll; starts in Dragon Boat
        ("2026-06-26", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-07-03", "2026-10-08"),  # Fri: Sat 10-03 is in National Day: rolls
        ("2026-08-31", "2026-11-30"),  # Mon: ends on a working Mon; no day 31 in that month
        ("2026-10-18", "2027-01-18 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Court decides: Arbitration Law, art. 73
    ("arb.setaside.court.2m", 2, "month", "dayoff"): (
        ("2026-03-01", "2026-05-06"),  # Sun: Fri 05-01 is in Labour Day: rolls; first day in force
        ("2026-03-09", "2026-05-09"),  # Mon: ends on a made-up Sat: no roll
        ("2026-03-29", "2026-05-29"),  # Sun: ends on a working Fri
        ("2026-05-02", "2026-07-02"),  # Sat: ends on a working Thu; starts in Labour Day
        ("2026-07-25", "2026-09-28"),  # Sat: Fri 09-25 is in Mid-autumn: rolls
        ("2026-08-04", "2026-10-08"),  # Tue: Sun 10-04 is in National Day: rolls
        ("2026-09-20", "2026-11-20"),  # Sun: ends on a working Fri; received on a made-up Sun
        ("2026-12-30", "2027-03-01 ~"),  # Wed: Sun 02-28 is a plain weekend: rolls; no day 30 in that month; year turns
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
