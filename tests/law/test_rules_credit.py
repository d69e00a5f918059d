"""Credit repair, abnormal and serious lists.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Acceptance: SAMR Credit Repair Measures, art. 14
    ("cred.repair.2025.accept", 2, "wd", "holiday"): (
        ("2025-12-25", "2025-12-29"),  # Thu: one weekend; first day in force
        ("2025-12-30", "2026-01-04"),  # Tue: passes New Year; works 01-04; ends on a made-up day; year turns
        ("2026-03-14", "2026-03-17"),  # Sat: within one week
        ("2026-04-03", "2026-04-08"),  # Fri: passes Tomb-sweeping
        ("2026-04-30", "2026-05-07"),  # Thu: passes Labour Day
        ("2026-06-19", "2026-06-23"),  # Fri: passes Dragon Boat; starts in Dragon Boat
        ("2026-09-23", "2026-09-28"),  # Wed: passes Mid-autumn
        ("2026-09-30", "2026-10-09"),  # Wed: passes National Day
    ),
    # Decision: SAMR Credit Repair Measures, art. 16
    ("cred.repair.2025.decide#penalty", 7, "wd", "holiday"): (
        ("2025-12-25", "2026-01-06"),  # Thu: passes New Year; works 01-04; year turns; first day in force
        ("2026-02-13", "2026-03-02"),  # Fri: passes Spring Festival; works 02-14 02-28
        ("2026-03-30", "2026-04-09"),  # Mon: passes Tomb-sweeping
        ("2026-04-23", "2026-05-07"),  # Thu: passes Labour Day
        ("2026-06-18", "2026-06-30"),  # Thu: passes Dragon Boat
        ("2026-08-21", "2026-09-01"),  # Fri: 2 weekends
        ("2026-09-25", "2026-10-12"),  # Fri: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-12-26", "2027-01-05 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
    # Decision: SAMR Credit Repair Measures, art. 16
    ("cred.repair.2025.decide#abnormal", 2, "wd", "holiday"): (
        ("2025-12-25", "2025-12-29"),  # Thu: one weekend; first day in force
        ("2025-12-30", "2026-01-04"),  # Tue: passes New Year; works 01-04; ends on a made-up day; year turns
        ("2026-02-14", "2026-02-25"),  # Sat: passes Spring Festival; received on a made-up Sat
        ("2026-04-04", "2026-04-08"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-06-19", "2026-06-23"),  # Fri: passes Dragon Boat; starts in Dragon Boat
        ("2026-08-01", "2026-08-04"),  # Sat: within one week
        ("2026-09-25", "2026-09-29"),  # Fri: passes Mid-autumn; starts in Mid-autumn
        ("2026-10-04", "2026-10-09"),  # Sun: passes National Day; starts in National Day
    ),
    # Decision: SAMR Credit Repair Measures, art. 16
    ("cred.repair.2025.decide#no_contact", 2, "wd", "holiday"): (
        ("2025-12-25", "2025-12-29"),  # Thu: one weekend; first day in force
        ("2025-12-30", "2026-01-04"),  # Tue: passes New Year; works 01-04; ends on a made-up day; year turns
        ("2026-02-14", "2026-02-25"),  # Sat: passes Spring Festival; received on a made-up Sat
        ("2026-04-03", "2026-04-08"),  # Fri: passes Tomb-sweeping
        ("2026-05-03", "2026-05-07"),  # Sun: passes Labour Day; starts in Labour Day
        ("2026-06-13", "2026-06-16"),  # Sat: within one week
        ("2026-06-20", "2026-06-23"),  # Sat: passes Dragon Boat; starts in Dragon Boat
        ("2026-09-29", "2026-10-08"),  # Tue: passes National Day
    ),
    # Carry out: SAMR Credit Repair Measures, art. 17
    ("cred.repair.2025.effect", 3, "wd", "holiday"): (
        ("2025-12-25", "2025-12-30"),  # Thu: one weekend; first day in force
        ("2026-01-31", "2026-02-04"),  # Sat: within one week
        ("2026-02-14", "2026-02-26"),  # Sat: passes Spring Festival; received on a made-up Sat
        ("2026-04-02", "2026-04-08"),  # Thu: passes Tomb-sweeping
        ("2026-04-28", "2026-05-06"),  # Tue: passes Labour Day
        ("2026-06-20", "2026-06-24"),  # Sat: passes Dragon Boat; starts in Dragon Boat
        ("2026-10-05", "2026-10-10"),  # Mon: passes National Day; works 10-10; ends on a made-up day
        ("2026-12-30", "2027-01-04 ~"),  # Wed: one weekend; year turns; 2027 not loaded
    ),
    # Push across provinces; joint stop: SAMR Credit Repair Measures, art. 4(2),25(2)
    ("cred.repair.2025.cross#push", 3, "wd", "holiday"): (
        ("2026-02-19", "2026-02-26"),  # Thu: passes Spring Festival; starts in Spring Festival
        ("2026-02-28", "2026-03-04"),  # Sat: within one week; received on a made-up Sat
        ("2026-04-02", "2026-04-08"),  # Thu: passes Tomb-sweeping
        ("2026-05-02", "2026-05-08"),  # Sat: passes Labour Day; starts in Labour Day
        ("2026-06-18", "2026-06-24"),  # Thu: passes Dragon Boat
        ("2026-08-29", "2026-09-02"),  # Sat: within one week
        ("2026-10-02", "2026-10-10"),  # Fri: passes National Day; works 10-10; ends on a made-up day
        ("2026-12-30", "2027-01-04 ~"),  # Wed: one weekend; year turns; 2027 not loaded
    ),
    # Push across provinces; joint stop: SAMR Credit Repair Measures, art. 4(2),25(2)
    ("cred.repair.2025.cross#joint", 3, "wd", "holiday"): (
        ("2025-12-25", "2025-12-30"),  # Thu: one weekend; first day in force
        ("2025-12-31", "2026-01-06"),  # Wed: passes New Year; works 01-04; year turns
        ("2026-02-14", "2026-02-26"),  # Sat: passes Spring Festival; received on a made-up Sat
        ("2026-04-03", "2026-04-09"),  # Fri: passes Tomb-sweeping
        ("2026-04-28", "2026-05-06"),  # Tue: passes Labour Day
        ("2026-06-16", "2026-06-22"),  # Tue: passes Dragon Boat
        ("2026-08-08", "2026-08-12"),  # Sat: within one week
        ("2026-10-02", "2026-10-10"),  # Fri: passes National Day; works 10-10; ends on a made-up day
    ),
    # Minor information: SAMR Credit Repair Measures, art. 7
    ("cred.repair.2025.minor", 3, "month", "holiday"): (
        ("2026-01-03", "2026-04-03"),  # Sat: ends on a working Fri; starts in New Year
        ("2026-01-04", "2026-04-07"),  # Sun: Sat 04-04 is in Tomb-sweeping: rolls; received on a made-up Sun
        ("2026-02-05", "2026-05-06"),  # Thu: Tue 05-05 is in Labour Day: rolls
        ("2026-02-09", "2026-05-09"),  # Mon: ends on a made-up Sat: no roll
        ("2026-03-19", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-06-25", "2026-09-28"),  # Thu: Fri 09-25 is in Mid-autumn: rolls
        ("2026-07-07", "2026-10-08"),  # Tue: Wed 10-07 is in National Day: rolls
        ("2026-11-14", "2027-02-14 ~"),  # Sat: ends on a plain Sun and stays; year turns; 2027 not loaded
    ),
    # General information: SAMR Credit Repair Measures, art. 9
    ("cred.repair.2025.general#min", 3, "month", "holiday"): (
        ("2026-01-06", "2026-04-07"),  # Tue: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-02-01", "2026-05-06"),  # Sun: Fri 05-01 is in Labour Day: rolls
        ("2026-02-19", "2026-05-19"),  # Thu: ends on a working Tue; starts in Spring Festival
        ("2026-02-28", "2026-05-28"),  # Sat: ends on a working Thu; received on a made-up Sat
        ("2026-03-19", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-07-04", "2026-10-08"),  # Sat: Sun 10-04 is in National Day: rolls
        ("2026-07-10", "2026-10-10"),  # Fri: ends on a made-up Sat: no roll
        ("2026-11-29", "2027-02-28 ~"),  # Sun: ends on a plain Sun and stays; no day 29 in that month; year turns
    ),
    # General information: SAMR Credit Repair Measures, art. 9
    ("cred.repair.2025.general#max", 1, "year", "holiday"): (
        ("2025-12-25", "2026-12-25"),  # Thu: ends on a working Fri; first day in force
        ("2026-02-12", "2027-02-12 ~"),  # Thu: ends on a working Fri; 2027 not loaded
        ("2026-02-22", "2027-02-22 ~"),  # Sun: ends on a working Mon; starts in Spring Festival; 2027 not loaded
        ("2026-02-28", "2027-02-28 ~"),  # Sat: ends on a plain Sun and stays; received on a made-up Sat
        ("2026-06-06", "2027-06-06 ~"),  # Sat: ends on a plain Sun and stays; 2027 not loaded
        ("2026-06-19", "2027-06-19 ~"),  # Fri: ends on a plain Sat and stays; starts in Dragon Boat; 2027 not loaded
        ("2026-06-26", "2027-06-26 ~"),  # Fri: ends on a plain Sat and stays; 2027 not loaded
        ("2026-11-22", "2027-11-22 ~"),  # Sun: ends on a working Mon; 2027 not loaded
    ),
    # Severe information: SAMR Credit Repair Measures, art. 8
    ("cred.repair.2025.severe#min", 1, "year", "holiday"): (
        ("2025-12-25", "2026-12-25"),  # Thu: ends on a working Fri; first day in force
        ("2026-02-14", "2027-02-14 ~"),  # Sat: ends on a plain Sun and stays; received on a made-up Sat
        ("2026-04-11", "2027-04-11 ~"),  # Sat: ends on a plain Sun and stays; 2027 not loaded
        ("2026-05-10", "2027-05-10 ~"),  # Sun: ends on a working Mon; 2027 not loaded
        ("2026-07-30", "2027-07-30 ~"),  # Thu: ends on a working Fri; 2027 not loaded
        ("2026-10-02", "2027-10-02 ~"),  # Fri: ends on a plain Sat and stays; starts in National Day; 2027 not loaded
        ("2026-10-05", "2027-10-05 ~"),  # Mon: ends on a working Tue; starts in National Day; 2027 not loaded
        ("2026-11-06", "2027-11-06 ~"),  # Fri: ends on a plain Sat and stays; 2027 not loaded
    ),
    # Severe information: SAMR Credit Repair Measures, art. 8
    ("cred.repair.2025.severe#max", 3, "year", "holiday"): (
        ("2025-12-25", "2028-12-25 ~"),  # Thu: ends on a working Mon; 2027 not loaded; first day in force
        ("2026-01-03", "2029-01-03 ~"),  # Sat: ends on a working Wed; starts in New Year; 2027 not loaded
        ("2026-01-21", "2029-01-21 ~"),  # Wed: ends on a plain Sun and stays; 2027 not loaded
        ("2026-03-16", "2029-03-16 ~"),  # Mon: ends on a working Fri; 2027 not loaded
        ("2026-05-05", "2029-05-05 ~"),  # Tue: ends on a plain Sat and stays; starts in Labour Day; 2027 not loaded
        ("2026-07-18", "2029-07-18 ~"),  # Sat: ends on a working Wed; 2027 not loaded
        ("2026-09-20", "2029-09-20 ~"),  # Sun: ends on a working Thu; received on a made-up Sun; 2027 not loaded
    ),
    # Removal from the serious list: SAMR Credit Repair Measures, art. 13
    ("cred.repair.2025.serious#earliest", 1, "year", "holiday"): (
        ("2025-12-25", "2026-12-25"),  # Thu: ends on a working Fri; first day in force
        ("2025-12-27", "2026-12-27"),  # Sat: ends on a plain Sun and stays
        ("2026-01-11", "2027-01-11 ~"),  # Sun: ends on a working Mon; 2027 not loaded
        ("2026-02-14", "2027-02-14 ~"),  # Sat: ends on a plain Sun and stays; received on a made-up Sat
        ("2026-02-15", "2027-02-15 ~"),  # Sun: ends on a working Mon; starts in Spring Festival; 2027 not loaded
        ("2026-04-04", "2027-04-04 ~"),  # Sat: ends on a plain Sun and stays; starts in Tomb-sweeping; 2027 not loaded
        ("2026-11-13", "2027-11-13 ~"),  # Fri: ends on a plain Sat and stays; 2027 not loaded
        ("2026-12-21", "2027-12-21 ~"),  # Mon: ends on a working Tue; 2027 not loaded
    ),
    # Removal from the serious list: SAMR Credit Repair Measures, art. 13
    ("cred.repair.2025.serious#auto", 3, "year", "holiday"): (
        ("2025-12-25", "2028-12-25 ~"),  # Thu: ends on a working Mon; 2027 not loaded; first day in force
        ("2026-05-09", "2029-05-09 ~"),  # Sat: ends on a working Wed; received on a made-up Sat; 2027 not loaded
        ("2026-06-19", "2029-06-19 ~"),  # Fri: ends on a working Tue; starts in Dragon Boat; 2027 not loaded
        ("2026-08-01", "2029-08-01 ~"),  # Sat: ends on a working Wed; 2027 not loaded
        ("2026-08-07", "2029-08-07 ~"),  # Fri: ends on a working Tue; 2027 not loaded
        ("2026-10-07", "2029-10-07 ~"),  # Wed: ends on a plain Sun and stays; starts in National Day; 2027 not loaded
        ("2026-10-27", "2029-10-27 ~"),  # Tue: ends on a plain Sat and stays; 2027 not loaded
    ),
    # Fraud in repair: SAMR Credit Repair Measures, art. 23
    ("cred.repair.2025.fraud#publish", 3, "year", "holiday"): (
        ("2025-12-25", "2028-12-25 ~"),  # Thu: ends on a working Mon; 2027 not loaded; first day in force
        ("2026-02-23", "2029-02-23 ~"),  # Mon: ends on a working Fri; starts in Spring Festival; 2027 not loaded
        ("2026-02-28", "2029-02-28 ~"),  # Sat: ends on a working Wed; received on a made-up Sat; 2027 not loaded
        ("2026-04-29", "2029-04-29 ~"),  # Wed: ends on a plain Sun and stays; 2027 not loaded
        ("2026-07-05", "2029-07-05 ~"),  # Sun: ends on a working Thu; 2027 not loaded
        ("2026-07-20", "2029-07-20 ~"),  # Mon: ends on a working Fri; 2027 not loaded
        ("2026-10-07", "2029-10-07 ~"),  # Wed: ends on a plain Sun and stays; starts in National Day; 2027 not loaded
    ),
    # Fraud in repair: SAMR Credit Repair Measures, art. 23
    ("cred.repair.2025.fraud#bar", 3, "year", "holiday"): (
        ("2025-12-25", "2028-12-25 ~"),  # Thu: ends on a working Mon; 2027 not loaded; first day in force
        ("2026-01-20", "2029-01-20 ~"),  # Tue: ends on a plain Sat and stays; 2027 not loaded
        ("2026-02-28", "2029-02-28 ~"),  # Sat: ends on a working Wed; received on a made-up Sat; 2027 not loaded
        ("2026-03-07", "2029-03-07 ~"),  # Sat: ends on a working Wed; 2027 not loaded
        ("2026-05-05", "2029-05-05 ~"),  # Tue: ends on a plain Sat and stays; starts in Labour Day; 2027 not loaded
        ("2026-06-21", "2029-06-21 ~"),  # Sun: ends on a working Thu; starts in Dragon Boat; 2027 not loaded
        ("2026-08-31", "2029-08-31 ~"),  # Mon: ends on a working Fri; 2027 not loaded
    ),
    # Temporary repair in reorganisation: SAMR Credit Repair Measures, art. 22
    ("cred.repair.2025.insolvency", 7, "wd", "holiday"): (
        ("2025-12-25", "2026-01-06"),  # Thu: passes New Year; works 01-04; year turns; first day in force
        ("2026-02-14", "2026-03-03"),  # Sat: passes Spring Festival; works 02-28; received on a made-up Sat
        ("2026-03-27", "2026-04-08"),  # Fri: passes Tomb-sweeping
        ("2026-04-23", "2026-05-07"),  # Thu: passes Labour Day
        ("2026-06-16", "2026-06-26"),  # Tue: passes Dragon Boat
        ("2026-07-17", "2026-07-28"),  # Fri: 2 weekends
        ("2026-09-25", "2026-10-12"),  # Fri: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-12-27", "2027-01-05 ~"),  # Sun: one weekend; year turns; 2027 not loaded
    ),
    # SAMR repair: SAMR Credit Repair Measures, art. 6-9
    ("cred.samr.repair#earliest", 6, "month", "holiday"): (
        ("2022-03-10", "2022-09-13"),  # Thu: Sat 09-10 is in Mid-autumn: rolls
        ("2025-04-05", "2025-10-09"),  # Sat: Sun 10-05 is in National Day: rolls; starts in Tomb-sweeping
        ("2025-04-27", "2025-10-27"),  # Sun: ends on a working Mon; received on a made-up Sun
        ("2025-05-09", "2025-11-09"),  # Fri: ends on a plain Sun and stays
        ("2025-08-18", "2026-02-24"),  # Mon: Wed 02-18 is in Spring Festival: rolls; year turns
        ("2025-08-31", "2026-02-28"),  # Sun: ends on a made-up Sat: no roll; no day 31 in that month; year turns
        ("2025-11-04", "2026-05-06"),  # Tue: Mon 05-04 is in Labour Day: rolls; year turns
        ("2025-12-19", "2026-06-22"),  # Fri: Fri 06-19 is in Dragon Boat: rolls; year turns
    ),
    # SAMR repair: SAMR Credit Repair Measures, art. 6-9
    ("cred.samr.repair#earliest_special", 1, "year", "holiday"): (
        ("2025-01-03", "2026-01-04"),  # Fri: Sat 01-03 is in New Year: rolls
        ("2025-02-14", "2026-02-14"),  # Fri: ends on a made-up Sat: no roll
        ("2025-02-19", "2026-02-24"),  # Wed: Thu 02-19 is in Spring Festival: rolls
        ("2025-05-02", "2026-05-06"),  # Fri: Sat 05-02 is in Labour Day: rolls; starts in Labour Day
        ("2025-06-20", "2026-06-22"),  # Fri: Sat 06-20 is in Dragon Boat: rolls
        ("2025-09-25", "2026-09-28"),  # Thu: Fri 09-25 is in Mid-autumn: rolls
        ("2025-11-08", "2026-11-08"),  # Sat: ends on a plain Sun and stays
        ("2025-12-24", "2026-12-24"),  # Wed: ends on a working Thu; last day in force
    ),
    # SAMR repair: SAMR Credit Repair Measures, art. 6-9
    ("cred.samr.repair#accept", 2, "wd", "holiday"): (
        ("2022-12-30", "2023-01-04"),  # Fri: passes New Year; year turns
        ("2023-01-26", "2023-01-29"),  # Thu: passes Spring Festival; works 01-28 01-29; ends on a made-up day
        ("2024-04-05", "2024-04-08"),  # Fri: passes Tomb-sweeping; works 04-07; starts in Tomb-sweeping
        ("2025-04-30", "2025-05-07"),  # Wed: passes Labour Day
        ("2025-09-19", "2025-09-23"),  # Fri: one weekend
        ("2025-09-20", "2025-09-23"),  # Sat: within one week
        ("2025-09-28", "2025-09-30"),  # Sun: within one week; received on a made-up Sun
        ("2025-09-29", "2025-10-09"),  # Mon: passes National Day and Mid-autumn
    ),
    # SAMR repair: SAMR Credit Repair Measures, art. 6-9
    ("cred.samr.repair#decide", 15, "wd", "holiday"): (
        ("2024-09-15", "2024-10-12"),  # Sun: passes Mid-autumn and National Day; works 09-29 10-12
        ("2025-01-08", "2025-02-05"),  # Wed: passes Spring Festival; works 01-26
        ("2025-03-24", "2025-04-15"),  # Mon: passes Tomb-sweeping
        ("2025-04-27", "2025-05-21"),  # Sun: passes Labour Day; received on a made-up Sun
        ("2025-05-21", "2025-06-12"),  # Wed: passes Dragon Boat
        ("2025-07-06", "2025-07-25"),  # Sun: 2 weekends
        ("2025-12-18", "2026-01-09"),  # Thu: passes New Year; works 01-04; year turns
        ("2025-12-24", "2026-01-15"),  # Wed: passes New Year; works 01-04; year turns; last day in force
    ),
    # Early removal: SAMR Measures on the serious-violation list, art. 16-17
    ("cred.serious.early#earliest", 1, "year", "holiday"): (
        ("2023-04-04", "2024-04-07"),  # Tue: Thu 04-04 is in Tomb-sweeping: rolls
        ("2025-01-02", "2026-01-04"),  # Thu: Fri 01-02 is in New Year: rolls
        ("2025-02-08", "2026-02-08"),  # Sat: ends on a plain Sun and stays; received on a made-up Sat
        ("2025-02-19", "2026-02-24"),  # Wed: Thu 02-19 is in Spring Festival: rolls
        ("2025-03-23", "2026-03-23"),  # Sun: ends on a working Mon
        ("2025-05-09", "2026-05-09"),  # Fri: ends on a made-up Sat: no roll
        ("2025-06-20", "2026-06-22"),  # Fri: Sat 06-20 is in Dragon Boat: rolls
        ("2025-10-05", "2026-10-08"),  # Sun: Mon 10-05 is in National Day: rolls; starts in National Day
    ),
    # Early removal: SAMR Measures on the serious-violation list, art. 16-17
    ("cred.serious.early#accept", 2, "wd", "holiday"): (
        ("2022-10-06", "2022-10-09"),  # Thu: passes National Day; works 10-08 10-09; ends on a made-up day
        ("2024-09-13", "2024-09-18"),  # Fri: passes Mid-autumn; works 09-14
        ("2025-01-27", "2025-02-06"),  # Mon: passes Spring Festival
        ("2025-03-09", "2025-03-11"),  # Sun: within one week
        ("2025-04-03", "2025-04-08"),  # Thu: passes Tomb-sweeping
        ("2025-04-29", "2025-05-06"),  # Tue: passes Labour Day
        ("2025-05-30", "2025-06-04"),  # Fri: passes Dragon Boat
        ("2025-10-30", "2025-11-03"),  # Thu: one weekend
    ),
    # Early removal: SAMR Measures on the serious-violation list, art. 16-17
    ("cred.serious.early#decide", 15, "wd", "holiday"): (
        ("2022-09-11", "2022-10-08"),  # Sun: passes Mid-autumn and National Day; works 10-08; ends on a made-up day
        ("2025-01-25", "2025-02-20"),  # Sat: passes Spring Festival; works 01-26 02-08
        ("2025-04-02", "2025-04-24"),  # Wed: passes Tomb-sweeping
        ("2025-04-27", "2025-05-21"),  # Sun: passes Labour Day; received on a made-up Sun
        ("2025-05-01", "2025-05-26"),  # Thu: passes Labour Day; starts in Labour Day
        ("2025-05-15", "2025-06-06"),  # Thu: passes Dragon Boat
        ("2025-10-24", "2025-11-14"),  # Fri: 3 weekends
        ("2025-12-24", "2026-01-15"),  # Wed: passes New Year; works 01-04; year turns; last day in force
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
