"""Lists of abnormal operation and serious dishonesty, and what enterprises are told of them.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Listing period: SAMR Measures on the serious-violation list, art. 21
    ("cred.serious.3y", 3, "year", "holiday"): (
        ("2022-10-05", "2025-10-09"),  # Wed: Sun 10-05 is in National Day: rolls; starts in National Day
        ("2023-01-01", "2026-01-04"),  # Sun: Thu 01-01 is in New Year: rolls; starts in New Year
        ("2023-02-14", "2026-02-14"),  # Tue: ends on a made-up Sat: no roll
        ("2023-05-02", "2026-05-06"),  # Tue: Sat 05-02 is in Labour Day: rolls; starts in Labour Day
        ("2023-06-20", "2026-06-22"),  # Tue: Sat 06-20 is in Dragon Boat: rolls
        ("2024-02-29", "2027-02-28 ~"),  # Thu: ends on a plain Sun and stays; from the leap day; 2027 not loaded
        ("2026-01-24", "2029-01-24 ~"),  # Sat: ends on a working Wed; 2027 not loaded
        ("2026-02-14", "2029-02-14 ~"),  # Sat: ends on a working Wed; received on a made-up Sat; 2027 not loaded
    ),
    # Publish listing: SAMR Measures on the serious-violation list, art. 14
    ("cred.serious.publish#same", 20, "wd", "holiday"): (
        ("2022-04-04", "2022-05-05"),  # Mon: passes Tomb-sweeping and Labour Day; works 04-24; starts in Tomb-sweeping
        ("2024-12-28", "2025-01-26"),  # Sat: passes New Year; works 01-26; ends on a made-up day; year turns
        ("2025-09-10", "2025-10-14"),  # Wed: passes National Day and Mid-autumn; works 09-28 10-11
        ("2026-02-09", "2026-03-13"),  # Mon: passes Spring Festival; works 02-14 02-28
        ("2026-05-09", "2026-06-05"),  # Sat: 3 weekends; received on a made-up Sat
        ("2026-06-18", "2026-07-17"),  # Thu: passes Dragon Boat
        ("2026-09-05", "2026-10-09"),  # Sat: passes Mid-autumn and National Day; works 09-20
        ("2026-12-24", "2027-01-21 ~"),  # Thu: 4 weekends; year turns; 2027 not loaded
    ),
    # Publish listing: SAMR Measures on the serious-violation list, art. 14
    ("cred.serious.publish#push", 10, "wd", "holiday"): (
        ("2023-01-24", "2023-02-08"),  # Tue: passes Spring Festival; works 01-28 01-29; starts in Spring Festival
        ("2024-12-31", "2025-01-15"),  # Tue: passes New Year; year turns
        ("2026-03-31", "2026-04-15"),  # Tue: passes Tomb-sweeping
        ("2026-04-21", "2026-05-08"),  # Tue: passes Labour Day
        ("2026-06-18", "2026-07-03"),  # Thu: passes Dragon Boat
        ("2026-07-16", "2026-07-30"),  # Thu: 2 weekends
        ("2026-09-20", "2026-10-10"),  # Sun: passes Mid-autumn and National Day; works 10-10; ends on a made-up day
        ("2026-12-20", "2027-01-01 ~"),  # Sun: one weekend; year turns; 2027 not loaded
    ),
    # Publish listing: SAMR Measures on the serious-violation list, art. 14
    ("cred.serious.publish#publish", 10, "wd", "holiday"): (
        ("2023-12-22", "2024-01-08"),  # Fri: passes New Year; year turns
        ("2025-01-23", "2025-02-12"),  # Thu: passes Spring Festival; works 01-26 02-08
        ("2025-04-05", "2025-04-18"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-04-17", "2026-05-06"),  # Fri: passes Labour Day
        ("2026-06-05", "2026-06-22"),  # Fri: passes Dragon Boat
        ("2026-07-13", "2026-07-27"),  # Mon: 2 weekends
        ("2026-09-20", "2026-10-10"),  # Sun: passes Mid-autumn and National Day; works 10-10; ends on a made-up day
        ("2026-12-20", "2027-01-01 ~"),  # Sun: one weekend; year turns; 2027 not loaded
    ),
    # Stop publication: SAMR Measures on the serious-violation list, art. 18-19
    ("cred.serious.stop.3wd", 3, "wd", "holiday"): (
        ("2022-01-28", "2022-02-07"),  # Fri: passes Spring Festival; works 01-29 01-30
        ("2023-04-04", "2023-04-10"),  # Tue: passes Tomb-sweeping
        ("2026-02-28", "2026-03-04"),  # Sat: within one week; received on a made-up Sat
        ("2026-04-29", "2026-05-07"),  # Wed: passes Labour Day
        ("2026-05-10", "2026-05-13"),  # Sun: within one week
        ("2026-06-18", "2026-06-24"),  # Thu: passes Dragon Boat
        ("2026-07-01", "2026-07-06"),  # Wed: one weekend
        ("2026-10-06", "2026-10-10"),  # Tue: passes National Day; works 10-10; ends on a made-up day
    ),
    # Two letters: Measures for the list of enterprises with abnormal operations, art. 9(2)
    ("cred.abn.letters#min", 15, "day", "dayoff"): (
        ("2026-03-20", "2026-04-07"),  # Fri: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-17", "2026-05-06"),  # Fri: Sat 05-02 is in Labour Day: rolls
        ("2026-04-24", "2026-05-09"),  # Fri: ends on a made-up Sat: no roll
        ("2026-06-05", "2026-06-22"),  # Fri: Sat 06-20 is in Dragon Boat: rolls
        ("2026-06-19", "2026-07-06"),  # Fri: Sat 07-04 is a plain weekend: rolls; starts in Dragon Boat
        ("2026-09-11", "2026-09-28"),  # Fri: Sat 09-26 is in Mid-autumn: rolls
        ("2026-09-22", "2026-10-08"),  # Tue: Wed 10-07 is in National Day: rolls
        ("2026-12-20", "2027-01-04 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Two letters: Measures for the list of enterprises with abnormal operations, art. 9(2)
    ("cred.abn.letters#max", 30, "day", "dayoff"): (
        ("2026-01-02", "2026-02-02"),  # Fri: Sun 02-01 is a plain weekend: rolls; starts in New Year
        ("2026-01-15", "2026-02-14"),  # Thu: ends on a made-up Sat: no roll
        ("2026-01-23", "2026-02-24"),  # Fri: Sun 02-22 is in Spring Festival: rolls
        ("2026-03-05", "2026-04-07"),  # Thu: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-01", "2026-05-06"),  # Wed: Fri 05-01 is in Labour Day: rolls
        ("2026-05-09", "2026-06-08"),  # Sat: ends on a working Mon; received on a made-up Sat
        ("2026-09-03", "2026-10-08"),  # Thu: Sat 10-03 is in National Day: rolls
        ("2026-12-20", "2027-01-19 ~"),  # Sun: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Listing: Measures for the list of enterprises with abnormal operations, art. 6-9
    ("cred.abn.list.10wd", 10, "wd", "dayoff"): (
        ("2025-12-25", "2026-01-09"),  # Thu: passes New Year; works 01-04; year turns; first day in force
        ("2026-02-10", "2026-03-02"),  # Tue: passes Spring Festival; works 02-14 02-28
        ("2026-03-30", "2026-04-14"),  # Mon: passes Tomb-sweeping
        ("2026-04-21", "2026-05-08"),  # Tue: passes Labour Day
        ("2026-05-20", "2026-06-03"),  # Wed: 2 weekends
        ("2026-06-19", "2026-07-03"),  # Fri: passes Dragon Boat; starts in Dragon Boat
        ("2026-09-20", "2026-10-10"),  # Sun: passes Mid-autumn and National Day; works 10-10; ends on a made-up day
        ("2026-12-19", "2027-01-01 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
    # Objection: Measures for the list of enterprises with abnormal operations, art. 12
    ("cred.abn.objection#apply", 30, "day", "dayoff"): (
        ("2026-01-23", "2026-02-24"),  # Fri: Sun 02-22 is in Spring Festival: rolls
        ("2026-02-19", "2026-03-23"),  # Thu: Sat 03-21 is a plain weekend: rolls; starts in Spring Festival
        ("2026-03-05", "2026-04-07"),  # Thu: Sat 04-04 is in Tomb-sweeping: rolls
        ("2026-04-01", "2026-05-06"),  # Wed: Fri 05-01 is in Labour Day: rolls
        ("2026-05-22", "2026-06-22"),  # Fri: Sun 06-21 is in Dragon Boat: rolls
        ("2026-08-26", "2026-09-28"),  # Wed: Fri 09-25 is in Mid-autumn: rolls
        ("2026-09-03", "2026-10-08"),  # Thu: Sat 10-03 is in National Day: rolls
        ("2026-12-19", "2027-01-18 ~"),  # Sat: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Objection: Measures for the list of enterprises with abnormal operations, art. 12
    ("cred.abn.objection#accept", 5, "wd", "dayoff"): (
        ("2025-12-25", "2026-01-04"),  # Thu: passes New Year; works 01-04; ends on a made-up day; year turns
        ("2026-04-02", "2026-04-10"),  # Thu: passes Tomb-sweeping
        ("2026-04-06", "2026-04-13"),  # Mon: one weekend; starts in Tomb-sweeping
        ("2026-04-27", "2026-05-07"),  # Mon: passes Labour Day
        ("2026-06-16", "2026-06-24"),  # Tue: passes Dragon Boat
        ("2026-09-20", "2026-09-28"),  # Sun: passes Mid-autumn; received on a made-up Sun
        ("2026-09-23", "2026-10-08"),  # Wed: passes Mid-autumn and National Day
        ("2026-12-26", "2027-01-01 ~"),  # Sat: within one week; year turns; 2027 not loaded
    ),
    # Objection: Measures for the list of enterprises with abnormal operations, art. 12
    ("cred.abn.objection#verify", 20, "wd", "dayoff"): (
        ("2025-12-25", "2026-01-23"),  # Thu: passes New Year; works 01-04; year turns; first day in force
        ("2026-02-16", "2026-03-20"),  # Mon: passes Spring Festival; works 02-28; starts in Spring Festival
        ("2026-02-28", "2026-03-27"),  # Sat: 3 weekends; received on a made-up Sat
        ("2026-03-18", "2026-04-16"),  # Wed: passes Tomb-sweeping
        ("2026-04-02", "2026-05-06"),  # Thu: passes Tomb-sweeping and Labour Day
        ("2026-06-02", "2026-07-01"),  # Tue: passes Dragon Boat
        ("2026-09-07", "2026-10-10"),  # Mon: passes Mid-autumn and National Day; works 09-20 10-10
        ("2026-12-20", "2027-01-15 ~"),  # Sun: 3 weekends; year turns; 2027 not loaded
    ),
    # Objection: Measures for the list of enterprises with abnormal operations, art. 12
    ("cred.abn.objection#correct", 5, "wd", "dayoff"): (
        ("2025-12-25", "2026-01-04"),  # Thu: passes New Year; works 01-04; ends on a made-up day; year turns
        ("2026-02-10", "2026-02-24"),  # Tue: passes Spring Festival; works 02-14
        ("2026-04-03", "2026-04-13"),  # Fri: passes Tomb-sweeping
        ("2026-05-27", "2026-06-03"),  # Wed: one weekend
        ("2026-06-15", "2026-06-23"),  # Mon: passes Dragon Boat
        ("2026-09-20", "2026-09-28"),  # Sun: passes Mid-autumn; received on a made-up Sun
        ("2026-09-25", "2026-10-09"),  # Fri: passes Mid-autumn and National Day; starts in Mid-autumn
        ("2026-12-27", "2027-01-01 ~"),  # Sun: within one week; year turns; 2027 not loaded
    ),
    # Officer ban: Enterprise Information Publicity Regulations, art. 18
    ("cred.ent.ban.3y", 3, "year", "dayoff"): (
        ("2024-05-01", "2027-05-03 ~"),  # Wed: Sat 05-01 is a plain weekend: rolls; starts in Labour Day
        ("2026-01-04", "2029-01-04 ~"),  # Sun: ends on a working Thu; received on a made-up Sun; 2027 not loaded
        ("2026-01-12", "2029-01-12 ~"),  # Mon: ends on a working Fri; 2027 not loaded
        ("2026-04-05", "2029-04-05 ~"),  # Sun: ends on a working Thu; starts in Tomb-sweeping; 2027 not loaded
        ("2026-04-21", "2029-04-23 ~"),  # Tue: Sat 04-21 is a plain weekend: rolls; 2027 not loaded
        ("2026-10-07", "2029-10-08 ~"),  # Wed: Sun 10-07 is a plain weekend: rolls; starts in National Day
        ("2026-11-07", "2029-11-07 ~"),  # Sat: ends on a working Wed; 2027 not loaded
    ),
    # Enterprise publishes events: Enterprise Information Publicity Regulations, art. 10
    ("cred.ent.info.20wd", 20, "wd", "dayoff"): (
        ("2024-05-01", "2024-05-30"),  # Wed: passes Labour Day; works 05-11; starts in Labour Day; first day in force
        ("2024-12-20", "2025-01-20"),  # Fri: passes New Year; year turns
        ("2026-02-11", "2026-03-17"),  # Wed: passes Spring Festival; works 02-14 02-28
        ("2026-04-04", "2026-05-07"),  # Sat: passes Tomb-sweeping and Labour Day; starts in Tomb-sweeping
        ("2026-06-04", "2026-07-03"),  # Thu: passes Dragon Boat
        ("2026-08-24", "2026-09-20"),  # Mon: works 09-20; ends on a made-up day
        ("2026-09-20", "2026-10-23"),  # Sun: passes Mid-autumn and National Day; works 10-10; received on a made-up Sun
        ("2026-12-13", "2027-01-08 ~"),  # Sun: 3 weekends; year turns; 2027 not loaded
    ),
    # Report of false information: Enterprise Information Publicity Regulations, art. 13
    ("cred.ent.report.20wd", 20, "wd", "dayoff"): (
        ("2024-05-01", "2024-05-30"),  # Wed: passes Labour Day; works 05-11; starts in Labour Day; first day in force
        ("2024-09-16", "2024-10-18"),  # Mon: passes Mid-autumn and National Day; works 09-29 10-12
        ("2024-12-29", "2025-01-26"),  # Sun: passes New Year; works 01-26; ends on a made-up day; year turns
        ("2026-01-04", "2026-01-30"),  # Sun: 3 weekends; received on a made-up Sun
        ("2026-02-10", "2026-03-16"),  # Tue: passes Spring Festival; works 02-14 02-28
        ("2026-04-03", "2026-05-07"),  # Fri: passes Tomb-sweeping and Labour Day
        ("2026-06-04", "2026-07-03"),  # Thu: passes Dragon Boat
        ("2026-12-21", "2027-01-18 ~"),  # Mon: 4 weekends; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
