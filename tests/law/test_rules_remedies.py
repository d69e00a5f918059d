"""Reconsideration, litigation, preservation and limitation.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Apply for reconsideration: Administrative Reconsideration Law, art. 20
    ("recon.60d", 60, "day", "dayoff"): (
        ("2024-01-01", "2024-03-01"),  # Mon: ends on a working Fri; over 29 February; starts in New Year
        ("2026-02-04", "2026-04-07"),  # Wed: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-03-04", "2026-05-06"),  # Wed: Sun 05-03 is in Labour Day: rolls
        ("2026-03-10", "2026-05-09"),  # Tue: ends on a made-up Sat: no roll
        ("2026-04-20", "2026-06-22"),  # Mon: Fri 06-19 is in Dragon Boat: rolls
        ("2026-08-05", "2026-10-08"),  # Wed: Sun 10-04 is in National Day: rolls
        ("2026-09-08", "2026-11-09"),  # Tue: Sat 11-07 is a plain weekend: rolls
        ("2026-12-06", "2027-02-04 ~"),  # Sun: ends on a working Thu; year turns; 2027 not loaded
    ),
    # Reconsideration decision: Administrative Reconsideration Law, art. 62
    ("recon.decide#ordinary", 60, "day", "dayoff"): (
        ("2024-01-01", "2024-03-01"),  # Mon: ends on a working Fri; over 29 February; starts in New Year
        ("2026-02-04", "2026-04-07"),  # Wed: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-03-10", "2026-05-09"),  # Tue: ends on a made-up Sat: no roll
        ("2026-03-11", "2026-05-11"),  # Wed: Sun 05-10 is a plain weekend: rolls
        ("2026-04-21", "2026-06-22"),  # Tue: Sat 06-20 is in Dragon Boat: rolls
        ("2026-07-29", "2026-09-28"),  # Wed: Sun 09-27 is in Mid-autumn: rolls
        ("2026-08-07", "2026-10-08"),  # Fri: Tue 10-06 is in National Day: rolls
        ("2026-11-07", "2027-01-06 ~"),  # Sat: ends on a working Wed; year turns; 2027 not loaded
    ),
    # Reconsideration decision: Administrative Reconsideration Law, art. 62
    ("recon.decide#simple", 30, "day", "dayoff"): (
        ("2024-02-16", "2024-03-18"),  # Fri: Sun 03-17 is a plain weekend: rolls; over 29 February
        ("2026-01-20", "2026-02-24"),  # Tue: Thu 02-19 is in Spring Festival: rolls
        ("2026-03-06", "2026-04-07"),  # Fri: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-04-02", "2026-05-06"),  # Thu: Sat 05-02 is in Labour Day: rolls
        ("2026-04-09", "2026-05-09"),  # Thu: ends on a made-up Sat: no roll
        ("2026-08-27", "2026-09-28"),  # Thu: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-04", "2026-10-08"),  # Fri: Sun 10-04 is in National Day: rolls
        ("2026-12-06", "2027-01-05 ~"),  # Sun: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Start of reconsideration period for inaction, art. 24
    ("recon.duty.60d", 60, "day", "dayoff"): (
        ("2026-07-01", "2026-08-31"),  # Wed: Sun 08-30 is a plain weekend: rolls; first day in force
        ("2026-07-22", "2026-09-20"),  # Wed: ends on a made-up Sun: no roll
        ("2026-07-28", "2026-09-28"),  # Tue: Sat 09-26 is in Mid-autumn: rolls
        ("2026-08-02", "2026-10-08"),  # Sun: Thu 10-01 is in National Day: rolls
        ("2026-09-18", "2026-11-17"),  # Fri: ends on a working Tue
        ("2026-10-07", "2026-12-07"),  # Wed: Sun 12-06 is a plain weekend: rolls; starts in National Day
        ("2026-10-10", "2026-12-09"),  # Sat: ends on a working Wed; received on a made-up Sat
        ("2026-11-21", "2027-01-20 ~"),  # Sat: ends on a working Wed; year turns; 2027 not loaded
    ),
    # Sue directly: Administrative Litigation Law, art. 46
    ("adlit.6m", 6, "month", "dayoff"): (
        ("2022-11-03", "2023-05-04"),  # Thu: Wed 05-03 is in Labour Day: rolls; year turns
        ("2025-08-19", "2026-02-24"),  # Tue: Thu 02-19 is in Spring Festival: rolls; year turns
        ("2025-08-28", "2026-02-28"),  # Thu: ends on a made-up Sat: no roll; year turns
        ("2026-01-02", "2026-07-02"),  # Fri: ends on a working Thu; starts in New Year
        ("2026-02-28", "2026-08-28"),  # Sat: ends on a working Fri; received on a made-up Sat
        ("2026-03-27", "2026-09-28"),  # Fri: Sun 09-27 is in Mid-autumn: rolls
        ("2026-04-01", "2026-10-08"),  # Wed: Thu 10-01 is in National Day: rolls
        ("2026-08-29", "2027-03-01 ~"),  # Sat: Sun 02-28 is a plain weekend: rolls; no day 29 in that month; year turns
    ),
    # Sue directly: Administrative Litigation Law, art. 46
    ("adlit.6m#long", 5, "year", "dayoff"): (
        ("2024-02-29", "2029-02-28 ~"),  # Thu: ends on a working Wed; from the leap day; 2027 not loaded
        ("2026-01-18", "2031-01-20 ~"),  # Sun: Sat 01-18 is a plain weekend: rolls; 2027 not loaded
        ("2026-02-18", "2031-02-18 ~"),  # Wed: ends on a working Tue; starts in Spring Festival; 2027 not loaded
        ("2026-05-16", "2031-05-16 ~"),  # Sat: ends on a working Fri; 2027 not loaded
        ("2026-08-27", "2031-08-27 ~"),  # Thu: ends on a working Wed; 2027 not loaded
        ("2026-09-20", "2031-09-22 ~"),  # Sun: Sat 09-20 is a plain weekend: rolls; received on a made-up Sun
        ("2026-10-10", "2031-10-10 ~"),  # Sat: ends on a working Fri; received on a made-up Sat; 2027 not loaded
        ("2026-10-26", "2031-10-27 ~"),  # Mon: Sun 10-26 is a plain weekend: rolls; 2027 not loaded
    ),
    # First instance, ordinary: Civil Procedure Law, art. 152
    ("cpl.first.6m", 6, "month", "dayoff"): (
        ("2024-01-01", "2024-07-01"),  # Mon: ends on a working Mon; starts in New Year; first day in force
        ("2025-08-15", "2026-02-24"),  # Fri: Sun 02-15 is in Spring Festival: rolls; year turns
        ("2025-12-19", "2026-06-22"),  # Fri: Fri 06-19 is in Dragon Boat: rolls; year turns
        ("2026-01-04", "2026-07-06"),  # Sun: Sat 07-04 is a plain weekend: rolls; received on a made-up Sun
        ("2026-03-27", "2026-09-28"),  # Fri: Sun 09-27 is in Mid-autumn: rolls
        ("2026-04-03", "2026-10-08"),  # Fri: Sat 10-03 is in National Day: rolls
        ("2026-04-10", "2026-10-10"),  # Fri: ends on a made-up Sat: no roll
        ("2026-08-30", "2027-03-01 ~"),  # Sun: Sun 02-28 is a plain weekend: rolls; no day 30 in that month; year turns
    ),
    # First instance, simple: Civil Procedure Law, art. 164
    ("cpl.simple.3m", 3, "month", "dayoff"): (
        ("2024-01-01", "2024-04-01"),  # Mon: ends on a working Mon; starts in New Year; first day in force
        ("2025-11-29", "2026-02-28"),  # Sat: ends on a made-up Sat: no roll; no day 29 in that month; year turns
        ("2026-01-06", "2026-04-07"),  # Tue: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-03-19", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-05-09", "2026-08-10"),  # Sat: Sun 08-09 is a plain weekend: rolls; received on a made-up Sat
        ("2026-06-26", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-07-01", "2026-10-08"),  # Wed: Thu 10-01 is in National Day: rolls
        ("2026-11-14", "2027-02-15 ~"),  # Sat: Sun 02-14 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
    # Special procedure period (judicial confirmation): Civil Procedure Law, art. 187
    ("cpl.special.30d", 30, "day", "dayoff"): (
        ("2024-02-16", "2024-03-18"),  # Fri: Sun 03-17 is a plain weekend: rolls; over 29 February
        ("2026-03-05", "2026-04-07"),  # Thu: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-01", "2026-05-06"),  # Wed: Fri 05-01 is in Labour Day: rolls
        ("2026-05-21", "2026-06-22"),  # Thu: Sat 06-20 is in Dragon Boat: rolls
        ("2026-08-27", "2026-09-28"),  # Thu: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-04", "2026-10-08"),  # Fri: Sun 10-04 is in National Day: rolls
        ("2026-09-10", "2026-10-10"),  # Thu: ends on a made-up Sat: no roll
        ("2026-12-05", "2027-01-04 ~"),  # Sat: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Sue after pre-suit measure: Civil Procedure Law, art. 104
    ("pre.sue.30d", 30, "day", "dayoff"): (
        ("2024-02-15", "2024-03-18"),  # Thu: Sat 03-16 is a plain weekend: rolls; over 29 February
        ("2024-04-01", "2024-05-06"),  # Mon: Wed 05-01 is in Labour Day: rolls
        ("2026-01-19", "2026-02-24"),  # Mon: Wed 02-18 is in Spring Festival: rolls
        ("2026-05-21", "2026-06-22"),  # Thu: Sat 06-20 is in Dragon Boat: rolls
        ("2026-08-21", "2026-09-20"),  # Fri: ends on a made-up Sun: no roll
        ("2026-08-27", "2026-09-28"),  # Thu: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-03", "2026-10-08"),  # Thu: Sat 10-03 is in National Day: rolls
        ("2026-12-26", "2027-01-25 ~"),  # Sat: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Lift: SPC Provisions on behaviour preservation in IP disputes, art. 17
    ("pre.lift.5d", 5, "day", "dayoff"): (
        ("2022-01-29", "2022-02-07"),  # Sat: Thu 02-03 is in Spring Festival: rolls; received on a made-up Sat
        ("2024-02-26", "2024-03-04"),  # Mon: Sat 03-02 is a plain weekend: rolls; over 29 February
        ("2026-03-31", "2026-04-07"),  # Tue: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-04-28", "2026-05-06"),  # Tue: Sun 05-03 is in Labour Day: rolls
        ("2026-09-22", "2026-09-28"),  # Tue: Sun 09-27 is in Mid-autumn: rolls
        ("2026-09-29", "2026-10-08"),  # Tue: Sun 10-04 is in National Day: rolls
        ("2026-10-05", "2026-10-10"),  # Mon: ends on a made-up Sat: no roll; starts in National Day
        ("2026-12-27", "2027-01-01 ~"),  # Sun: ends on a working Fri; year turns; 2027 not loaded
    ),
    # Reconsideration: SPC Provisions on behaviour preservation in IP disputes, art. 14
    ("pre.recon.10d", 10, "day", "dayoff"): (
        ("2024-02-29", "2024-03-11"),  # Thu: Sun 03-10 is a plain weekend: rolls; from the leap day
        ("2026-02-09", "2026-02-24"),  # Mon: Thu 02-19 is in Spring Festival: rolls
        ("2026-03-26", "2026-04-07"),  # Thu: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-06-11", "2026-06-22"),  # Thu: Sun 06-21 is in Dragon Boat: rolls
        ("2026-09-15", "2026-09-28"),  # Tue: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-26", "2026-10-08"),  # Sat: Tue 10-06 is in National Day: rolls; starts in Mid-autumn
        ("2026-09-30", "2026-10-10"),  # Wed: ends on a made-up Sat: no roll
        ("2026-12-26", "2027-01-05 ~"),  # Sat: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Ask for review of a preservation ruling: Interpretation of the Civil Procedure Law, art. 171
    ("x.cpli2022.171", 5, "day", "dayoff"): (
        ("2026-04-28", "2026-05-06"),  # Tue: Sun 05-03 is in Labour Day: rolls
        ("2026-09-15", "2026-09-20"),  # Tue: ends on a made-up Sun: no roll
        ("2026-11-06", "2026-11-11"),  # Fri: ends on a working Wed
        ("2026-11-10", "2026-11-16"),  # Tue: Sun 11-15 is a plain weekend: rolls
    ),
    ("x.cpli2022.171#decide", 10, "day", "dayoff"): (
        ("2026-09-15", "2026-09-28"),  # Tue: Fri 09-25 is in Mid-autumn: rolls
        ("2026-11-10", "2026-11-20"),  # Tue: ends on a working Fri
    ),
    # Renew: SPC Provisions on behaviour preservation in IP disputes, art. 13
    ("pre.renew.7d", 7, "day", "back"): (
        ("2024-02-29", "2024-02-22"),  # Thu: ends on a working Thu; from the leap day
        ("2026-01-06", "2025-12-30"),  # Tue: ends on a working Tue; year turns
        ("2026-01-11", "2026-01-04"),  # Sun: ends on a made-up Sun: no roll
        ("2026-02-20", "2026-02-13"),  # Fri: ends on a working Fri; starts in Spring Festival
        ("2026-02-28", "2026-02-21"),  # Sat: ends inside Spring Festival and stays; received on a made-up Sat
        ("2026-03-29", "2026-03-22"),  # Sun: ends on a plain Sun and stays
        ("2026-04-04", "2026-03-28"),  # Sat: ends on a plain Sat and stays; starts in Tomb-sweeping
        ("2026-04-09", "2026-04-02"),  # Thu: ends on a working Thu
    ),
    # Serve the ruling: SPC Provisions on behaviour preservation in IP disputes, art. 5
    ("pre.serve.5d", 5, "day", "dayoff"): (
        ("2025-05-27", "2025-06-03"),  # Tue: Sun 06-01 is in Dragon Boat: rolls
        ("2026-02-14", "2026-02-24"),  # Sat: Thu 02-19 is in Spring Festival: rolls; received on a made-up Sat
        ("2026-03-31", "2026-04-07"),  # Tue: Sun 04-05 is in Tomb-sweeping: rolls
        ("2026-04-27", "2026-05-06"),  # Mon: Sat 05-02 is in Labour Day: rolls
        ("2026-09-15", "2026-09-20"),  # Tue: ends on a made-up Sun: no roll
        ("2026-09-28", "2026-10-08"),  # Mon: Sat 10-03 is in National Day: rolls
        ("2026-10-06", "2026-10-12"),  # Tue: Sun 10-11 is a plain weekend: rolls; starts in National Day
        ("2026-12-27", "2027-01-01 ~"),  # Sun: ends on a working Fri; year turns; 2027 not loaded
    ),
    # General limitation: Civil Code, art. 188
    ("lim.civil.general", 3, "year", "dayoff"): (
        ("2023-01-28", "2026-01-28"),  # Sat: ends on a working Wed; received on a made-up Sat
        ("2023-02-28", "2026-02-28"),  # Tue: ends on a made-up Sat: no roll
        ("2023-05-04", "2026-05-06"),  # Thu: Mon 05-04 is in Labour Day: rolls
        ("2023-06-21", "2026-06-22"),  # Wed: Sun 06-21 is in Dragon Boat: rolls
        ("2023-10-02", "2026-10-08"),  # Mon: Fri 10-02 is in National Day: rolls; starts in National Day
        ("2024-02-29", "2027-03-01 ~"),  # Thu: Sun 02-28 is a plain weekend: rolls; from the leap day; 2027 not loaded
        ("2026-11-01", "2029-11-01 ~"),  # Sun: ends on a working Thu; 2027 not loaded
        ("2026-12-22", "2029-12-24 ~"),  # Tue: Sat 12-22 is a plain weekend: rolls; 2027 not loaded
    ),
    # General limitation: Civil Code, art. 188
    ("lim.civil.general#long", 20, "year", "dayoff"): (
        ("2024-02-29", "2044-02-29 ~"),  # Thu: ends on a working Mon; from the leap day; 2027 not loaded
        ("2026-02-14", "2046-02-14 ~"),  # Sat: ends on a working Wed; received on a made-up Sat; 2027 not loaded
        ("2026-02-18", "2046-02-19 ~"),  # Wed: Sun 02-18 is a plain weekend: rolls; starts in Spring Festival
        ("2026-02-23", "2046-02-23 ~"),  # Mon: ends on a working Fri; starts in Spring Festival; 2027 not loaded
        ("2026-07-17", "2046-07-17 ~"),  # Fri: ends on a working Tue; 2027 not loaded
        ("2026-08-08", "2046-08-08 ~"),  # Sat: ends on a working Wed; 2027 not loaded
        ("2026-11-24", "2046-11-26 ~"),  # Tue: Sat 11-24 is a plain weekend: rolls; 2027 not loaded
    ),
    # Patent limitation: Patent Law, art. 74
    ("lim.patent", 3, "year", "dayoff"): (
        ("2022-06-01", "2025-06-03"),  # Wed: Sun 06-01 is in Dragon Boat: rolls
        ("2022-12-24", "2025-12-24"),  # Sat: ends on a working Wed
        ("2023-04-04", "2026-04-07"),  # Tue: Sat 04-04 is in Tomb-sweeping: rolls
        ("2023-05-05", "2026-05-06"),  # Fri: Tue 05-05 is in Labour Day: rolls
        ("2023-09-27", "2026-09-28"),  # Wed: Sun 09-27 is in Mid-autumn: rolls
        ("2023-10-07", "2026-10-08"),  # Sat: Wed 10-07 is in National Day: rolls; received on a made-up Sat
        ("2024-02-29", "2027-03-01 ~"),  # Thu: Sun 02-28 is a plain weekend: rolls; from the leap day; 2027 not loaded
        ("2026-05-02", "2029-05-02 ~"),  # Sat: ends on a working Wed; starts in Labour Day; 2027 not loaded
    ),
    # Continuing TM infringement look-back: SPC Trademark Civil Interpretation, art. 18
    ("lim.trademark.lookback", 3, "year", "back"): (
        ("2024-02-29", "2021-02-28"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2026-01-21", "2023-01-21"),  # Wed: ends inside Spring Festival and stays
        ("2026-01-28", "2023-01-28"),  # Wed: ends on a made-up Sat: no roll
        ("2026-04-06", "2023-04-06"),  # Mon: ends on a working Thu; starts in Tomb-sweeping
        ("2026-08-21", "2023-08-21"),  # Fri: ends on a working Mon
        ("2026-08-23", "2023-08-23"),  # Sun: ends on a working Wed
        ("2026-10-03", "2023-10-03"),  # Sat: ends inside National Day and stays; starts in National Day
        ("2026-10-10", "2023-10-10"),  # Sat: ends on a working Tue; received on a made-up Sat
    ),
    # Sue against decision: Patent Law, art. 65
    ("pat.sue.15d", 15, "day", "dayoff"): (
        ("2024-09-14", "2024-09-29"),  # Sat: ends on a made-up Sun: no roll; received on a made-up Sat
        ("2026-02-03", "2026-02-24"),  # Tue: Wed 02-18 is in Spring Festival: rolls
        ("2026-02-23", "2026-03-10"),  # Mon: ends on a working Tue; starts in Spring Festival
        ("2026-03-20", "2026-04-07"),  # Fri: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-06-04", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-09-11", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-21", "2026-10-08"),  # Mon: Tue 10-06 is in National Day: rolls
        ("2026-12-19", "2027-01-04 ~"),  # Sat: Sun 01-03 is a plain weekend: rolls; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
