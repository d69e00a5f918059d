"""Publication of penalties, its withdrawal and its length, under the orders before and since 2025-12-25.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Publish penalty (same province): SAMR Provisions on publication of penalty information, art. 9
    ("pub.penalty.20wd", 20, "wd", "holiday"): (
        ("2022-04-02", "2022-05-05"),  # Sat: passes Tomb-sweeping and Labour Day; works 04-24
        ("2022-09-03", "2022-10-08"),  # Sat: passes Mid-autumn and National Day; works 10-08; ends on a made-up day
        ("2023-01-01", "2023-02-02"),  # Sun: passes New Year and Spring Festival; works 01-28 01-29; starts in New Year
        ("2025-01-01", "2025-02-05"),  # Wed: passes Spring Festival; works 01-26; starts in New Year
        ("2025-01-16", "2025-02-19"),  # Thu: passes Spring Festival; works 01-26 02-08
        ("2025-03-08", "2025-04-07"),  # Sat: passes Tomb-sweeping
        ("2025-03-28", "2025-04-27"),  # Fri: passes Tomb-sweeping; works 04-27; ends on a made-up day
        ("2025-04-09", "2025-05-09"),  # Wed: passes Labour Day; works 04-27
        ("2025-05-07", "2025-06-05"),  # Wed: passes Dragon Boat
        ("2025-08-05", "2025-09-02"),  # Tue: 4 weekends
        ("2025-11-29", "2025-12-26"),  # Sat: 3 weekends
        ("2025-12-15", "2026-01-13"),  # Mon: passes New Year; works 01-04; year turns
        ("2025-12-24", "2026-01-22"),  # Wed: passes New Year; works 01-04; year turns; last day in force
    ),
    # Publish penalty (same province): SAMR Provisions on publication of penalty information, art. 9
    ("pub.penalty.20wd.2025", 20, "wd", "holiday"): (
        ("2025-12-25", "2026-01-23"),  # Thu: passes New Year; works 01-04; year turns; first day in force
        ("2026-02-10", "2026-03-16"),  # Tue: passes Spring Festival; works 02-14 02-28
        ("2026-02-23", "2026-03-20"),  # Mon: works 02-28; starts in Spring Festival
        ("2026-02-28", "2026-03-27"),  # Sat: 3 weekends; received on a made-up Sat
        ("2026-04-03", "2026-05-07"),  # Fri: passes Tomb-sweeping and Labour Day
        ("2026-04-28", "2026-05-28"),  # Tue: passes Labour Day; works 05-09
        ("2026-06-17", "2026-07-16"),  # Wed: passes Dragon Boat
        ("2026-06-21", "2026-07-17"),  # Sun: 3 weekends; starts in Dragon Boat
        ("2026-06-27", "2026-07-24"),  # Sat: 3 weekends
        ("2026-09-07", "2026-10-10"),  # Mon: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-09-19", "2026-10-22"),  # Sat: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-10-27", "2026-11-24"),  # Tue: 4 weekends
        ("2026-12-18", "2027-01-15 ~"),  # Fri: 4 weekends; year turns; 2027 not loaded
    ),
    # Publish penalty (cross-province): SAMR Provisions on publication of penalty information, art. 10
    ("pub.penalty.cross.10wd", 10, "wd", "holiday"): (
        ("2023-01-14", "2023-02-01"),  # Sat: passes Spring Festival; works 01-28 01-29
        ("2025-01-31", "2025-02-17"),  # Fri: passes Spring Festival; works 02-08; starts in Spring Festival
        ("2025-02-23", "2025-03-07"),  # Sun: one weekend
        ("2025-04-02", "2025-04-17"),  # Wed: passes Tomb-sweeping
        ("2025-04-21", "2025-05-07"),  # Mon: passes Labour Day; works 04-27
        ("2025-04-27", "2025-05-14"),  # Sun: passes Labour Day; received on a made-up Sun
        ("2025-05-05", "2025-05-19"),  # Mon: 2 weekends; starts in Labour Day
        ("2025-05-13", "2025-05-27"),  # Tue: 2 weekends
        ("2025-05-21", "2025-06-05"),  # Wed: passes Dragon Boat
        ("2025-05-31", "2025-06-16"),  # Sat: passes Dragon Boat; starts in Dragon Boat
        ("2025-10-01", "2025-10-21"),  # Wed: passes National Day and Mid-autumn; works 10-11; starts in National Day
        ("2025-12-18", "2026-01-04"),  # Thu: passes New Year; works 01-04; ends on a made-up day; year turns
        ("2025-12-24", "2026-01-08"),  # Wed: passes New Year; works 01-04; year turns; last day in force
    ),
    # Publish penalty (cross-province): SAMR Provisions on publication of penalty information, art. 10
    ("pub.penalty.cross.10wd#publish", 10, "wd", "holiday"): (
        ("2025-01-25", "2025-02-13"),  # Sat: passes Spring Festival; works 01-26 02-08
        ("2025-03-12", "2025-03-26"),  # Wed: 2 weekends
        ("2025-03-29", "2025-04-14"),  # Sat: passes Tomb-sweeping
        ("2025-04-03", "2025-04-18"),  # Thu: passes Tomb-sweeping
        ("2025-04-28", "2025-05-15"),  # Mon: passes Labour Day
        ("2025-05-26", "2025-06-10"),  # Mon: passes Dragon Boat
        ("2025-09-15", "2025-09-28"),  # Mon: works 09-28; ends on a made-up day
        ("2025-09-24", "2025-10-14"),  # Wed: passes National Day and Mid-autumn; works 09-28 10-11
        ("2025-10-03", "2025-10-21"),  # Fri: passes National Day and Mid-autumn; works 10-11; starts in National Day
        ("2025-10-07", "2025-10-21"),  # Tue: passes National Day; works 10-11; starts in National Day
        ("2025-10-11", "2025-10-24"),  # Sat: one weekend; received on a made-up Sat
        ("2025-11-23", "2025-12-05"),  # Sun: one weekend
        ("2025-12-24", "2026-01-08"),  # Wed: passes New Year; works 01-04; year turns; last day in force
    ),
    # Publish penalty (other province): SAMR Provisions on publication of penalty information, art. 10
    ("pub.penalty.cross.10wd.2025", 10, "wd", "holiday"): (
        ("2025-12-25", "2026-01-09"),  # Thu: passes New Year; works 01-04; year turns; first day in force
        ("2026-01-30", "2026-02-13"),  # Fri: 2 weekends
        ("2026-02-06", "2026-02-27"),  # Fri: passes Spring Festival; works 02-14
        ("2026-03-30", "2026-04-14"),  # Mon: passes Tomb-sweeping
        ("2026-04-22", "2026-05-09"),  # Wed: passes Labour Day; works 05-09; ends on a made-up day
        ("2026-04-29", "2026-05-15"),  # Wed: passes Labour Day; works 05-09
        ("2026-05-09", "2026-05-22"),  # Sat: one weekend; received on a made-up Sat
        ("2026-05-30", "2026-06-12"),  # Sat: one weekend
        ("2026-06-05", "2026-06-22"),  # Fri: passes Dragon Boat
        ("2026-06-13", "2026-06-29"),  # Sat: passes Dragon Boat
        ("2026-09-26", "2026-10-15"),  # Sat: passes Mid-autumn and National Day; works 10-10; starts in Mid-autumn
        ("2026-12-24", "2027-01-07 ~"),  # Thu: 2 weekends; year turns; 2027 not loaded
        ("2026-12-26", "2027-01-08 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
    # Publish penalty (other province): SAMR Provisions on publication of penalty information, art. 10
    ("pub.penalty.cross.10wd.2025#publish", 10, "wd", "holiday"): (
        ("2025-12-25", "2026-01-09"),  # Thu: passes New Year; works 01-04; year turns; first day in force
        ("2026-02-12", "2026-03-04"),  # Thu: passes Spring Festival; works 02-14 02-28
        ("2026-03-24", "2026-04-08"),  # Tue: passes Tomb-sweeping
        ("2026-04-17", "2026-05-06"),  # Fri: passes Labour Day
        ("2026-04-27", "2026-05-13"),  # Mon: passes Labour Day; works 05-09
        ("2026-05-01", "2026-05-18"),  # Fri: passes Labour Day; works 05-09; starts in Labour Day
        ("2026-06-10", "2026-06-25"),  # Wed: passes Dragon Boat
        ("2026-06-19", "2026-07-03"),  # Fri: passes Dragon Boat; starts in Dragon Boat
        ("2026-09-11", "2026-09-24"),  # Fri: works 09-20
        ("2026-09-20", "2026-10-10"),  # Sun: passes Mid-autumn and National Day; works 10-10; ends on a made-up day
        ("2026-11-14", "2026-11-27"),  # Sat: one weekend
        ("2026-12-03", "2026-12-17"),  # Thu: 2 weekends
        ("2026-12-26", "2027-01-08 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13
    ("pub.period#low", 3, "month", "holiday"): (
        ("2022-03-04", "2022-06-06"),  # Fri: Sat 06-04 is in Dragon Boat: rolls
        ("2022-06-10", "2022-09-13"),  # Fri: Sat 09-10 is in Mid-autumn: rolls
        ("2022-10-02", "2023-01-03"),  # Sun: Mon 01-02 is in New Year: rolls; starts in National Day; year turns
        ("2024-01-05", "2024-04-07"),  # Fri: Fri 04-05 is in Tomb-sweeping: rolls
        ("2024-02-29", "2024-05-29"),  # Thu: ends on a working Wed; from the leap day
        ("2025-01-29", "2025-04-29"),  # Wed: ends on a working Tue; starts in Spring Festival
        ("2025-02-05", "2025-05-06"),  # Wed: Mon 05-05 is in Labour Day: rolls
        ("2025-04-27", "2025-07-27"),  # Sun: ends on a plain Sun and stays; received on a made-up Sun
        ("2025-07-02", "2025-10-09"),  # Wed: Thu 10-02 is in National Day: rolls
        ("2025-08-18", "2025-11-18"),  # Mon: ends on a working Tue
        ("2025-11-21", "2026-02-24"),  # Fri: Sat 02-21 is in Spring Festival: rolls; year turns
        ("2025-11-30", "2026-02-28"),  # Sun: ends on a made-up Sat: no roll; no day 30 in that month; year turns
        ("2025-12-24", "2026-03-24"),  # Wed: ends on a working Tue; year turns; last day in force
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13
    ("pub.period#other", 3, "year", "holiday"): (
        ("2022-04-04", "2025-04-07"),  # Mon: Fri 04-04 is in Tomb-sweeping: rolls; starts in Tomb-sweeping
        ("2023-02-19", "2026-02-24"),  # Sun: Thu 02-19 is in Spring Festival: rolls
        ("2023-09-27", "2026-09-28"),  # Wed: Sun 09-27 is in Mid-autumn: rolls
        ("2023-10-03", "2026-10-08"),  # Tue: Sat 10-03 is in National Day: rolls; starts in National Day
        ("2023-10-10", "2026-10-10"),  # Tue: ends on a made-up Sat: no roll
        ("2024-02-29", "2027-02-28 ~"),  # Thu: ends on a plain Sun and stays; from the leap day; 2027 not loaded
        ("2025-01-26", "2028-01-26 ~"),  # Sun: ends on a working Wed; received on a made-up Sun; 2027 not loaded
        ("2025-04-03", "2028-04-03 ~"),  # Thu: ends on a working Mon; 2027 not loaded
        ("2025-07-20", "2028-07-20 ~"),  # Sun: ends on a working Thu; 2027 not loaded
        ("2025-07-23", "2028-07-23 ~"),  # Wed: ends on a plain Sun and stays; 2027 not loaded
        ("2025-10-02", "2028-10-02 ~"),  # Thu: ends on a working Mon; starts in National Day; 2027 not loaded
        ("2025-10-07", "2028-10-07 ~"),  # Tue: ends on a plain Sat and stays; starts in National Day; 2027 not loaded
        ("2025-12-24", "2028-12-24 ~"),  # Wed: ends on a plain Sun and stays; 2027 not loaded; last day in force
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13-15
    ("pub.period.2025#low", 3, "month", "holiday"): (
        ("2025-12-25", "2026-03-25"),  # Thu: ends on a working Wed; year turns; first day in force
        ("2026-02-05", "2026-05-06"),  # Thu: Tue 05-05 is in Labour Day: rolls
        ("2026-03-13", "2026-06-13"),  # Fri: ends on a plain Sat and stays
        ("2026-03-19", "2026-06-22"),  # Thu: Fri 06-19 is in Dragon Boat: rolls
        ("2026-05-05", "2026-08-05"),  # Tue: ends on a working Wed; starts in Labour Day
        ("2026-07-01", "2026-10-08"),  # Wed: Thu 10-01 is in National Day: rolls
        ("2026-08-08", "2026-11-08"),  # Sat: ends on a plain Sun and stays
        ("2026-09-08", "2026-12-08"),  # Tue: ends on a working Tue
        ("2026-10-01", "2027-01-01 ~"),  # Thu: ends on a working Fri; starts in National Day; year turns
        ("2026-10-16", "2027-01-16 ~"),  # Fri: ends on a plain Sat and stays; year turns; 2027 not loaded
        ("2026-11-05", "2027-02-05 ~"),  # Thu: ends on a working Fri; year turns; 2027 not loaded
        ("2026-11-08", "2027-02-08 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
        ("2026-11-29", "2027-02-28 ~"),  # Sun: ends on a plain Sun and stays; no day 29 in that month; year turns
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13-15
    ("pub.period.2025#special_early", 1, "year", "holiday"): (
        ("2025-12-25", "2026-12-25"),  # Thu: ends on a working Fri; first day in force
        ("2025-12-26", "2026-12-26"),  # Fri: ends on a plain Sat and stays
        ("2025-12-27", "2026-12-27"),  # Sat: ends on a plain Sun and stays
        ("2025-12-28", "2026-12-28"),  # Sun: ends on a working Mon
        ("2025-12-31", "2026-12-31"),  # Wed: ends on a working Thu
        ("2026-01-04", "2027-01-04 ~"),  # Sun: ends on a working Mon; received on a made-up Sun; 2027 not loaded
        ("2026-01-23", "2027-01-23 ~"),  # Fri: ends on a plain Sat and stays; 2027 not loaded
        ("2026-02-14", "2027-02-14 ~"),  # Sat: ends on a plain Sun and stays; received on a made-up Sat
        ("2026-02-18", "2027-02-18 ~"),  # Wed: ends on a working Thu; starts in Spring Festival; 2027 not loaded
        ("2026-02-21", "2027-02-21 ~"),  # Sat: ends on a plain Sun and stays; starts in Spring Festival
        ("2026-03-08", "2027-03-08 ~"),  # Sun: ends on a working Mon; 2027 not loaded
        ("2026-05-12", "2027-05-12 ~"),  # Tue: ends on a working Wed; 2027 not loaded
        ("2026-07-04", "2027-07-04 ~"),  # Sat: ends on a plain Sun and stays; 2027 not loaded
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13-15
    ("pub.period.2025#special", 3, "year", "holiday"): (
        ("2025-12-25", "2028-12-25 ~"),  # Thu: ends on a working Mon; 2027 not loaded; first day in force
        ("2026-01-19", "2029-01-19 ~"),  # Mon: ends on a working Fri; 2027 not loaded
        ("2026-05-04", "2029-05-04 ~"),  # Mon: ends on a working Fri; starts in Labour Day; 2027 not loaded
        ("2026-05-05", "2029-05-05 ~"),  # Tue: ends on a plain Sat and stays; starts in Labour Day; 2027 not loaded
        ("2026-08-11", "2029-08-11 ~"),  # Tue: ends on a plain Sat and stays; 2027 not loaded
        ("2026-09-19", "2029-09-19 ~"),  # Sat: ends on a working Wed; 2027 not loaded
        ("2026-09-20", "2029-09-20 ~"),  # Sun: ends on a working Thu; received on a made-up Sun; 2027 not loaded
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13-15
    ("pub.period.2025#restricted_early", 1, "year", "holiday"): (
        ("2025-12-25", "2026-12-25"),  # Thu: ends on a working Fri; first day in force
        ("2025-12-26", "2026-12-26"),  # Fri: ends on a plain Sat and stays
        ("2025-12-27", "2026-12-27"),  # Sat: ends on a plain Sun and stays
        ("2025-12-28", "2026-12-28"),  # Sun: ends on a working Mon
        ("2025-12-29", "2026-12-29"),  # Mon: ends on a working Tue
        ("2026-01-03", "2027-01-03 ~"),  # Sat: ends on a plain Sun and stays; starts in New Year; 2027 not loaded
        ("2026-02-22", "2027-02-22 ~"),  # Sun: ends on a working Mon; starts in Spring Festival; 2027 not loaded
        ("2026-05-09", "2027-05-09 ~"),  # Sat: ends on a plain Sun and stays; received on a made-up Sat
        ("2026-06-04", "2027-06-04 ~"),  # Thu: ends on a working Fri; 2027 not loaded
        ("2026-08-30", "2027-08-30 ~"),  # Sun: ends on a working Mon; 2027 not loaded
        ("2026-10-23", "2027-10-23 ~"),  # Fri: ends on a plain Sat and stays; 2027 not loaded
        ("2026-12-26", "2027-12-26 ~"),  # Sat: ends on a plain Sun and stays; 2027 not loaded
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13-15
    ("pub.period.2025#restricted", 3, "year", "holiday"): (
        ("2025-12-25", "2028-12-25 ~"),  # Thu: ends on a working Mon; 2027 not loaded; first day in force
        ("2026-05-04", "2029-05-04 ~"),  # Mon: ends on a working Fri; starts in Labour Day; 2027 not loaded
        ("2026-07-21", "2029-07-21 ~"),  # Tue: ends on a plain Sat and stays; 2027 not loaded
        ("2026-10-06", "2029-10-06 ~"),  # Tue: ends on a plain Sat and stays; starts in National Day; 2027 not loaded
        ("2026-10-09", "2029-10-09 ~"),  # Fri: ends on a working Tue; 2027 not loaded
        ("2026-11-01", "2029-11-01 ~"),  # Sun: ends on a working Thu; 2027 not loaded
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13-15
    ("pub.period.2025#revoked", 3, "year", "holiday"): (
        ("2025-12-25", "2028-12-25 ~"),  # Thu: ends on a working Mon; 2027 not loaded; first day in force
        ("2026-02-16", "2029-02-16 ~"),  # Mon: ends on a working Fri; starts in Spring Festival; 2027 not loaded
        ("2026-02-17", "2029-02-17 ~"),  # Tue: ends on a plain Sat and stays; starts in Spring Festival
        ("2026-06-14", "2029-06-14 ~"),  # Sun: ends on a working Thu; 2027 not loaded
        ("2026-06-30", "2029-06-30 ~"),  # Tue: ends on a plain Sat and stays; 2027 not loaded
        ("2026-09-20", "2029-09-20 ~"),  # Sun: ends on a working Thu; received on a made-up Sun; 2027 not loaded
        ("2026-11-12", "2029-11-12 ~"),  # Thu: ends on a working Mon; 2027 not loaded
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13-15
    ("pub.period.2025#other_early", 3, "month", "holiday"): (
        ("2025-12-25", "2026-03-25"),  # Thu: ends on a working Wed; year turns; first day in force
        ("2026-02-01", "2026-05-06"),  # Sun: Fri 05-01 is in Labour Day: rolls
        ("2026-02-02", "2026-05-06"),  # Mon: Sat 05-02 is in Labour Day: rolls
        ("2026-02-28", "2026-05-28"),  # Sat: ends on a working Thu; received on a made-up Sat
        ("2026-03-21", "2026-06-22"),  # Sat: Sun 06-21 is in Dragon Boat: rolls
        ("2026-04-25", "2026-07-25"),  # Sat: ends on a plain Sat and stays
        ("2026-05-24", "2026-08-24"),  # Sun: ends on a working Mon
        ("2026-06-20", "2026-09-20"),  # Sat: ends on a made-up Sun: no roll; starts in Dragon Boat
        ("2026-06-26", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-07-03", "2026-10-08"),  # Fri: Sat 10-03 is in National Day: rolls
        ("2026-07-15", "2026-10-15"),  # Wed: ends on a working Thu
        ("2026-11-02", "2027-02-02 ~"),  # Mon: ends on a working Tue; year turns; 2027 not loaded
        ("2026-11-29", "2027-02-28 ~"),  # Sun: ends on a plain Sun and stays; no day 29 in that month; year turns
    ),
    # Publication period: SAMR Provisions on publication of penalty information, art. 13-15
    ("pub.period.2025#other", 1, "year", "holiday"): (
        ("2025-12-25", "2026-12-25"),  # Thu: ends on a working Fri; first day in force
        ("2025-12-26", "2026-12-26"),  # Fri: ends on a plain Sat and stays
        ("2025-12-27", "2026-12-27"),  # Sat: ends on a plain Sun and stays
        ("2025-12-28", "2026-12-28"),  # Sun: ends on a working Mon
        ("2025-12-29", "2026-12-29"),  # Mon: ends on a working Tue
        ("2026-01-01", "2027-01-01 ~"),  # Thu: ends on a working Fri; starts in New Year; 2027 not loaded
        ("2026-01-03", "2027-01-03 ~"),  # Sat: ends on a plain Sun and stays; starts in New Year; 2027 not loaded
        ("2026-05-16", "2027-05-16 ~"),  # Sat: ends on a plain Sun and stays; 2027 not loaded
        ("2026-07-10", "2027-07-10 ~"),  # Fri: ends on a plain Sat and stays; 2027 not loaded
        ("2026-07-26", "2027-07-26 ~"),  # Sun: ends on a working Mon; 2027 not loaded
        ("2026-09-14", "2027-09-14 ~"),  # Mon: ends on a working Tue; 2027 not loaded
        ("2026-10-10", "2027-10-10 ~"),  # Sat: ends on a plain Sun and stays; received on a made-up Sat
    ),
    # Withdraw publication: SAMR Provisions on publication of penalty information, art. 11
    ("pub.withdraw.3wd", 3, "wd", "holiday"): (
        ("2022-12-28", "2023-01-03"),  # Wed: passes New Year; year turns
        ("2023-01-20", "2023-01-30"),  # Fri: passes Spring Festival; works 01-28 01-29
        ("2025-01-26", "2025-02-06"),  # Sun: passes Spring Festival; received on a made-up Sun
        ("2025-02-14", "2025-02-19"),  # Fri: one weekend
        ("2025-03-10", "2025-03-13"),  # Mon: within one week
        ("2025-04-03", "2025-04-09"),  # Thu: passes Tomb-sweeping
        ("2025-04-30", "2025-05-08"),  # Wed: passes Labour Day
        ("2025-05-28", "2025-06-03"),  # Wed: passes Dragon Boat
        ("2025-06-02", "2025-06-05"),  # Mon: within one week; starts in Dragon Boat
        ("2025-09-29", "2025-10-10"),  # Mon: passes National Day and Mid-autumn
        ("2025-10-04", "2025-10-11"),  # Sat: passes National Day and Mid-autumn; works 10-11; ends on a made-up day
        ("2025-10-25", "2025-10-29"),  # Sat: within one week
        ("2025-12-24", "2025-12-29"),  # Wed: one weekend; last day in force
    ),
    # Withdraw: SAMR Provisions on publication of penalty information, art. 11
    ("pub.withdraw.3wd.2025", 3, "wd", "holiday"): (
        ("2025-12-25", "2025-12-30"),  # Thu: one weekend; first day in force
        ("2026-01-01", "2026-01-06"),  # Thu: passes New Year; works 01-04; starts in New Year
        ("2026-02-14", "2026-02-26"),  # Sat: passes Spring Festival; received on a made-up Sat
        ("2026-04-02", "2026-04-08"),  # Thu: passes Tomb-sweeping
        ("2026-05-02", "2026-05-08"),  # Sat: passes Labour Day; starts in Labour Day
        ("2026-06-18", "2026-06-24"),  # Thu: passes Dragon Boat
        ("2026-06-20", "2026-06-24"),  # Sat: passes Dragon Boat; starts in Dragon Boat
        ("2026-08-21", "2026-08-26"),  # Fri: one weekend
        ("2026-09-22", "2026-09-28"),  # Tue: passes Mid-autumn
        ("2026-10-01", "2026-10-10"),  # Thu: passes National Day; works 10-10; ends on a made-up day
        ("2026-10-18", "2026-10-21"),  # Sun: within one week
        ("2026-11-10", "2026-11-13"),  # Tue: within one week
        ("2026-12-29", "2027-01-01 ~"),  # Tue: within one week; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
