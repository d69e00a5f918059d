"""Transfer to the police and back: plain days that never roll, and the procurators' periods.

Each table: rule, length, unit, what its end does; then one row a start day and the last day, with the reason.
`~` marks a last day that is provisional, because a year without its holiday notice is reached.
"""

from __future__ import annotations

import pytest

from tests.factories.law_days import Hand, Tables, agrees, rows

TABLES: Tables = {
    # Approve transfer: Provisions on transfer of suspected crimes by administrative agencies, art. 5
    ("trf.approve.3d", 3, "day", "none"): (
        ("2023-06-22", "2023-06-25"),  # Thu: ends on a made-up Sun: no roll; starts in Dragon Boat
        ("2024-02-29", "2024-03-03"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2026-01-04", "2026-01-07"),  # Sun: ends on a working Wed; received on a made-up Sun
        ("2026-02-25", "2026-02-28"),  # Wed: ends on a made-up Sat: no roll
        ("2026-03-12", "2026-03-15"),  # Thu: ends on a plain Sun and stays
        ("2026-05-02", "2026-05-05"),  # Sat: ends inside Labour Day and stays; starts in Labour Day
        ("2026-05-11", "2026-05-14"),  # Mon: ends on a working Thu
        ("2026-06-18", "2026-06-21"),  # Thu: ends inside Dragon Boat and stays
        ("2026-08-01", "2026-08-04"),  # Sat: ends on a working Tue
        ("2026-10-05", "2026-10-08"),  # Mon: ends on a working Thu; starts in National Day
    ),
    # Police decide: Provisions on transfer of suspected crimes by administrative agencies, art. 8
    ("trf.police.3d", 3, "day", "none"): (
        ("2023-12-31", "2024-01-03"),  # Sun: ends on a working Wed; starts in New Year; year turns
        ("2024-02-29", "2024-03-03"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2025-01-25", "2025-01-28"),  # Sat: ends inside Spring Festival and stays
        ("2026-01-04", "2026-01-07"),  # Sun: ends on a working Wed; received on a made-up Sun
        ("2026-02-23", "2026-02-26"),  # Mon: ends on a working Thu; starts in Spring Festival
        ("2026-02-25", "2026-02-28"),  # Wed: ends on a made-up Sat: no roll
        ("2026-03-20", "2026-03-23"),  # Fri: ends on a working Mon
        ("2026-03-25", "2026-03-28"),  # Wed: ends on a plain Sat and stays
        ("2026-04-01", "2026-04-04"),  # Wed: ends inside Tomb-sweeping and stays
        ("2026-08-08", "2026-08-11"),  # Sat: ends on a working Tue
        ("2026-10-04", "2026-10-07"),  # Sun: ends inside National Day and stays; starts in National Day
        ("2026-12-29", "2027-01-01 ~"),  # Tue: ends on a working Fri; year turns; 2027 not loaded
        ("2026-12-30", "2027-01-02 ~"),  # Wed: ends on a plain Sat and stays; year turns; 2027 not loaded
    ),
    # Hand over goods: Provisions on transfer of suspected crimes by administrative agencies, art. 12
    ("trf.goods.3d", 3, "day", "none"): (
        ("2024-02-26", "2024-02-29"),  # Mon: ends on a working Thu; over 29 February
        ("2024-02-29", "2024-03-03"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2025-10-08", "2025-10-11"),  # Wed: ends on a made-up Sat: no roll; starts in National Day
        ("2026-01-29", "2026-02-01"),  # Thu: ends on a plain Sun and stays
        ("2026-02-14", "2026-02-17"),  # Sat: ends inside Spring Festival and stays; received on a made-up Sat
        ("2026-02-25", "2026-02-28"),  # Wed: ends on a made-up Sat: no roll
        ("2026-02-28", "2026-03-03"),  # Sat: ends on a working Tue; received on a made-up Sat
        ("2026-05-03", "2026-05-06"),  # Sun: ends on a working Wed; starts in Labour Day
        ("2026-06-18", "2026-06-21"),  # Thu: ends inside Dragon Boat and stays
        ("2026-07-11", "2026-07-14"),  # Sat: ends on a working Tue
        ("2026-10-01", "2026-10-04"),  # Thu: ends inside National Day and stays; starts in National Day
        ("2026-11-17", "2026-11-20"),  # Tue: ends on a working Fri
        ("2026-12-31", "2027-01-03 ~"),  # Thu: ends on a plain Sun and stays; year turns; 2027 not loaded
    ),
    # Ask reconsideration or supervision, art. 9
    ("trf.recon.3d", 3, "day", "none"): (
        ("2022-12-31", "2023-01-03"),  # Sat: ends on a working Tue; starts in New Year; year turns
        ("2024-02-28", "2024-03-02"),  # Wed: ends on a plain Sat and stays; over 29 February
        ("2024-02-29", "2024-03-03"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2026-01-04", "2026-01-07"),  # Sun: ends on a working Wed; received on a made-up Sun
        ("2026-02-11", "2026-02-14"),  # Wed: ends on a made-up Sat: no roll
        ("2026-02-14", "2026-02-17"),  # Sat: ends inside Spring Festival and stays; received on a made-up Sat
        ("2026-02-19", "2026-02-22"),  # Thu: ends inside Spring Festival and stays; starts in Spring Festival
        ("2026-04-30", "2026-05-03"),  # Thu: ends inside Labour Day and stays
        ("2026-05-25", "2026-05-28"),  # Mon: ends on a working Thu
        ("2026-06-19", "2026-06-22"),  # Fri: ends on a working Mon; starts in Dragon Boat
        ("2026-07-26", "2026-07-29"),  # Sun: ends on a working Wed
        ("2026-12-02", "2026-12-05"),  # Wed: ends on a plain Sat and stays
        ("2026-12-29", "2027-01-01 ~"),  # Tue: ends on a working Fri; year turns; 2027 not loaded
    ),
    # Police reconsideration: Provisions on transfer of suspected crimes by administrative agencies, art. 9(2)
    ("trf.recon.decide.3d", 3, "day", "none"): (
        ("2024-02-27", "2024-03-01"),  # Tue: ends on a working Fri; over 29 February
        ("2024-02-29", "2024-03-03"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2026-02-14", "2026-02-17"),  # Sat: ends inside Spring Festival and stays; received on a made-up Sat
        ("2026-02-25", "2026-02-28"),  # Wed: ends on a made-up Sat: no roll
        ("2026-04-29", "2026-05-02"),  # Wed: ends inside Labour Day and stays
        ("2026-06-01", "2026-06-04"),  # Mon: ends on a working Thu
        ("2026-07-01", "2026-07-04"),  # Wed: ends on a plain Sat and stays
        ("2026-09-20", "2026-09-23"),  # Sun: ends on a working Wed; received on a made-up Sun
        ("2026-09-25", "2026-09-28"),  # Fri: ends on a working Mon; starts in Mid-autumn
        ("2026-10-01", "2026-10-04"),  # Thu: ends inside National Day and stays; starts in National Day
        ("2026-10-07", "2026-10-10"),  # Wed: ends on a made-up Sat: no roll; starts in National Day
        ("2026-12-26", "2026-12-29"),  # Sat: ends on a working Tue
        ("2026-12-30", "2027-01-02 ~"),  # Wed: ends on a plain Sat and stays; year turns; 2027 not loaded
    ),
    # Suggest supervision after reconsideration, art. 9(2)
    ("trf.recon.supervise.3d", 3, "day", "none"): (
        ("2022-01-26", "2022-01-29"),  # Wed: ends on a made-up Sat: no roll
        ("2024-02-29", "2024-03-03"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2025-12-29", "2026-01-01"),  # Mon: ends inside New Year and stays; year turns
        ("2026-02-14", "2026-02-17"),  # Sat: ends inside Spring Festival and stays; received on a made-up Sat
        ("2026-02-18", "2026-02-21"),  # Wed: ends inside Spring Festival and stays; starts in Spring Festival
        ("2026-02-28", "2026-03-03"),  # Sat: ends on a working Tue; received on a made-up Sat
        ("2026-06-16", "2026-06-19"),  # Tue: ends inside Dragon Boat and stays
        ("2026-06-20", "2026-06-23"),  # Sat: ends on a working Tue; starts in Dragon Boat
        ("2026-07-30", "2026-08-02"),  # Thu: ends on a plain Sun and stays
        ("2026-11-10", "2026-11-13"),  # Tue: ends on a working Fri
        ("2026-11-29", "2026-12-02"),  # Sun: ends on a working Wed
        ("2026-12-29", "2027-01-01 ~"),  # Tue: ends on a working Fri; year turns; 2027 not loaded
        ("2026-12-31", "2027-01-03 ~"),  # Thu: ends on a plain Sun and stays; year turns; 2027 not loaded
    ),
    # Police explain: SPP Provisions on transferred cases, art. 10
    ("trf.proc.explain.7d", 7, "day", "none"): (
        ("2024-02-28", "2024-03-06"),  # Wed: ends on a working Wed; over 29 February
        ("2024-02-29", "2024-03-07"),  # Thu: ends on a working Thu; from the leap day
        ("2026-01-10", "2026-01-17"),  # Sat: ends on a plain Sat and stays
        ("2026-02-22", "2026-03-01"),  # Sun: ends on a plain Sun and stays; starts in Spring Festival
        ("2026-02-23", "2026-03-02"),  # Mon: ends on a working Mon; starts in Spring Festival
        ("2026-04-26", "2026-05-03"),  # Sun: ends inside Labour Day and stays
        ("2026-04-28", "2026-05-05"),  # Tue: ends inside Labour Day and stays
        ("2026-05-09", "2026-05-16"),  # Sat: ends on a plain Sat and stays; received on a made-up Sat
        ("2026-09-20", "2026-09-27"),  # Sun: ends inside Mid-autumn and stays; received on a made-up Sun
        ("2026-09-25", "2026-10-02"),  # Fri: ends inside National Day and stays; starts in Mid-autumn
        ("2026-10-03", "2026-10-10"),  # Sat: ends on a made-up Sat: no roll; starts in National Day
        ("2026-11-09", "2026-11-16"),  # Mon: ends on a working Mon
        ("2026-12-26", "2027-01-02 ~"),  # Sat: ends on a plain Sat and stays; year turns; 2027 not loaded
    ),
    # Notified to file: SPP Provisions on transferred cases, art. 10
    ("trf.proc.file.15d", 15, "day", "none"): (
        ("2024-02-18", "2024-03-04"),  # Sun: ends on a working Mon; over 29 February; received on a made-up Sun
        ("2024-02-29", "2024-03-15"),  # Thu: ends on a working Fri; from the leap day
        ("2026-02-08", "2026-02-23"),  # Sun: ends inside Spring Festival and stays
        ("2026-02-19", "2026-03-06"),  # Thu: ends on a working Fri; starts in Spring Festival
        ("2026-04-20", "2026-05-05"),  # Mon: ends inside Labour Day and stays
        ("2026-04-24", "2026-05-09"),  # Fri: ends on a made-up Sat: no roll
        ("2026-05-28", "2026-06-12"),  # Thu: ends on a working Fri
        ("2026-06-19", "2026-07-04"),  # Fri: ends on a plain Sat and stays; starts in Dragon Boat
        ("2026-08-07", "2026-08-22"),  # Fri: ends on a plain Sat and stays
        ("2026-09-06", "2026-09-21"),  # Sun: ends on a working Mon
        ("2026-12-12", "2026-12-27"),  # Sat: ends on a plain Sun and stays
        ("2026-12-27", "2027-01-11 ~"),  # Sun: ends on a working Mon; year turns; 2027 not loaded
        ("2026-12-28", "2027-01-12 ~"),  # Mon: ends on a working Tue; year turns; 2027 not loaded
    ),
    # Police intake: MPS Provisions on receiving transferred cases, art. 3-5
    ("trf.mps.complete#normal", 3, "day", "none"): (
        ("2024-02-29", "2024-03-03"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2024-04-04", "2024-04-07"),  # Thu: ends on a made-up Sun: no roll; starts in Tomb-sweeping
        ("2024-10-09", "2024-10-12"),  # Wed: ends on a made-up Sat: no roll
        ("2024-12-29", "2025-01-01"),  # Sun: ends inside New Year and stays; year turns
        ("2026-02-18", "2026-02-21"),  # Wed: ends inside Spring Festival and stays; starts in Spring Festival
        ("2026-06-16", "2026-06-19"),  # Tue: ends inside Dragon Boat and stays
        ("2026-07-21", "2026-07-24"),  # Tue: ends on a working Fri
        ("2026-10-06", "2026-10-09"),  # Tue: ends on a working Fri; starts in National Day
        ("2026-11-18", "2026-11-21"),  # Wed: ends on a plain Sat and stays
        ("2026-12-19", "2026-12-22"),  # Sat: ends on a working Tue
        ("2026-12-29", "2027-01-01 ~"),  # Tue: ends on a working Fri; year turns; 2027 not loaded
    ),
    # Police intake: MPS Provisions on receiving transferred cases, art. 3-5
    ("trf.mps.complete#checking", 7, "day", "none"): (
        ("2022-03-26", "2022-04-02"),  # Sat: ends on a made-up Sat: no roll
        ("2024-02-04", "2024-02-11"),  # Sun: ends inside Spring Festival and stays; received on a made-up Sun
        ("2024-02-29", "2024-03-07"),  # Thu: ends on a working Thu; from the leap day
        ("2025-02-01", "2025-02-08"),  # Sat: ends on a made-up Sat: no roll; starts in Spring Festival
        ("2025-12-26", "2026-01-02"),  # Fri: ends inside New Year and stays; year turns
        ("2026-02-18", "2026-02-25"),  # Wed: ends on a working Wed; starts in Spring Festival
        ("2026-02-22", "2026-03-01"),  # Sun: ends on a plain Sun and stays; starts in Spring Festival
        ("2026-03-29", "2026-04-05"),  # Sun: ends inside Tomb-sweeping and stays
        ("2026-06-02", "2026-06-09"),  # Tue: ends on a working Tue
        ("2026-09-27", "2026-10-04"),  # Sun: ends inside National Day and stays; starts in Mid-autumn
        ("2026-09-28", "2026-10-05"),  # Mon: ends inside National Day and stays
        ("2026-12-20", "2026-12-27"),  # Sun: ends on a plain Sun and stays
        ("2026-12-28", "2027-01-04 ~"),  # Mon: ends on a working Mon; year turns; 2027 not loaded
    ),
    # Police intake: MPS Provisions on receiving transferred cases, art. 3-5
    ("trf.mps.complete#complex", 30, "day", "none"): (
        ("2024-01-05", "2024-02-04"),  # Fri: ends on a made-up Sun: no roll
        ("2024-02-07", "2024-03-08"),  # Wed: ends on a working Fri; over 29 February
        ("2024-02-29", "2024-03-30"),  # Thu: ends on a plain Sat and stays; from the leap day
        ("2024-05-11", "2024-06-10"),  # Sat: ends inside Dragon Boat and stays; received on a made-up Sat
        ("2026-04-04", "2026-05-04"),  # Sat: ends inside Labour Day and stays; starts in Tomb-sweeping
        ("2026-05-01", "2026-05-31"),  # Fri: ends on a plain Sun and stays; starts in Labour Day
        ("2026-06-21", "2026-07-21"),  # Sun: ends on a working Tue; starts in Dragon Boat
        ("2026-09-07", "2026-10-07"),  # Mon: ends inside National Day and stays
        ("2026-10-24", "2026-11-23"),  # Sat: ends on a working Mon
        ("2026-10-30", "2026-11-29"),  # Fri: ends on a plain Sun and stays
        ("2026-11-04", "2026-12-04"),  # Wed: ends on a working Fri
        ("2026-12-20", "2027-01-19 ~"),  # Sun: ends on a working Tue; year turns; 2027 not loaded
        ("2026-12-24", "2027-01-23 ~"),  # Thu: ends on a plain Sat and stays; year turns; 2027 not loaded
    ),
    # Police intake: MPS Provisions on receiving transferred cases, art. 3-5
    ("trf.mps.complete#complete", 3, "day", "none"): (
        ("2023-01-26", "2023-01-29"),  # Thu: ends on a made-up Sun: no roll; starts in Spring Festival
        ("2023-04-23", "2023-04-26"),  # Sun: ends on a working Wed; received on a made-up Sun
        ("2024-02-28", "2024-03-02"),  # Wed: ends on a plain Sat and stays; over 29 February
        ("2024-02-29", "2024-03-03"),  # Thu: ends on a plain Sun and stays; from the leap day
        ("2026-02-14", "2026-02-17"),  # Sat: ends inside Spring Festival and stays; received on a made-up Sat
        ("2026-06-17", "2026-06-20"),  # Wed: ends inside Dragon Boat and stays
        ("2026-09-04", "2026-09-07"),  # Fri: ends on a working Mon
        ("2026-09-17", "2026-09-20"),  # Thu: ends on a made-up Sun: no roll
        ("2026-09-26", "2026-09-29"),  # Sat: ends on a working Tue; starts in Mid-autumn
        ("2026-10-04", "2026-10-07"),  # Sun: ends inside National Day and stays; starts in National Day
        ("2026-10-21", "2026-10-24"),  # Wed: ends on a plain Sat and stays
        ("2026-11-07", "2026-11-10"),  # Sat: ends on a working Tue
        ("2026-12-29", "2027-01-01 ~"),  # Tue: ends on a working Fri; year turns; 2027 not loaded
    ),
    # Prosecutor opinion after non-prosecution, art. 8
    ("trf.spp.opinion.3d", 3, "day", "dayoff"): (
        ("2024-02-29", "2024-03-04"),  # Thu: Sun 03-03 is a plain weekend: rolls; from the leap day
        ("2025-09-28", "2025-10-09"),  # Sun: Wed 10-01 is in National Day: rolls; received on a made-up Sun
        ("2026-02-11", "2026-02-14"),  # Wed: ends on a made-up Sat: no roll
        ("2026-02-15", "2026-02-24"),  # Sun: Wed 02-18 is in Spring Festival: rolls; starts in Spring Festival
        ("2026-03-12", "2026-03-16"),  # Thu: Sun 03-15 is a plain weekend: rolls
        ("2026-04-03", "2026-04-07"),  # Fri: Mon 04-06 is in Tomb-sweeping: rolls
        ("2026-04-27", "2026-04-30"),  # Mon: ends on a working Thu
        ("2026-04-30", "2026-05-06"),  # Thu: Sun 05-03 is in Labour Day: rolls
        ("2026-05-03", "2026-05-06"),  # Sun: ends on a working Wed; starts in Labour Day
        ("2026-06-07", "2026-06-10"),  # Sun: ends on a working Wed
        ("2026-06-17", "2026-06-22"),  # Wed: Sat 06-20 is in Dragon Boat: rolls
        ("2026-09-24", "2026-09-28"),  # Thu: Sun 09-27 is in Mid-autumn: rolls
        ("2026-12-29", "2027-01-01 ~"),  # Tue: ends on a working Fri; year turns; 2027 not loaded
    ),
    # Agency reply: SPP Provisions on linking administrative enforcement and criminal justice, art. 8-10
    ("trf.spp.reply.2m", 2, "month", "dayoff"): (
        ("2023-10-30", "2024-01-02"),  # Mon: Sat 12-30 is in New Year: rolls; year turns
        ("2024-02-04", "2024-04-07"),  # Sun: Thu 04-04 is in Tomb-sweeping: rolls; received on a made-up Sun
        ("2024-02-29", "2024-04-29"),  # Thu: ends on a working Mon; from the leap day
        ("2024-07-31", "2024-09-30"),  # Wed: ends on a working Mon; no day 31 in that month
        ("2024-12-03", "2025-02-05"),  # Tue: Mon 02-03 is in Spring Festival: rolls; year turns
        ("2026-02-13", "2026-04-13"),  # Fri: ends on a working Mon
        ("2026-03-03", "2026-05-06"),  # Tue: Sun 05-03 is in Labour Day: rolls
        ("2026-04-18", "2026-06-18"),  # Sat: ends on a working Thu
        ("2026-07-27", "2026-09-28"),  # Mon: Sun 09-27 is in Mid-autumn: rolls
        ("2026-08-03", "2026-10-08"),  # Mon: Sat 10-03 is in National Day: rolls
        ("2026-08-10", "2026-10-10"),  # Mon: ends on a made-up Sat: no roll
        ("2026-10-06", "2026-12-07"),  # Tue: Sun 12-06 is a plain weekend: rolls; starts in National Day
        ("2026-12-19", "2027-02-19 ~"),  # Sat: ends on a working Fri; year turns; 2027 not loaded
    ),
    # Reverse-link review: SPP Working guide on reverse linking, art. 12
    ("trf.spp.review.10wd", 10, "wd", "dayoff"): (
        ("2025-04-18", "2025-05-06"),  # Fri: passes Labour Day; works 04-27; first day in force
        ("2025-09-24", "2025-10-14"),  # Wed: passes National Day and Mid-autumn; works 09-28 10-11
        ("2025-12-22", "2026-01-06"),  # Mon: passes New Year; works 01-04; year turns
        ("2026-02-01", "2026-02-13"),  # Sun: one weekend
        ("2026-02-06", "2026-02-27"),  # Fri: passes Spring Festival; works 02-14
        ("2026-04-03", "2026-04-20"),  # Fri: passes Tomb-sweeping
        ("2026-04-04", "2026-04-20"),  # Sat: passes Tomb-sweeping; starts in Tomb-sweeping
        ("2026-04-22", "2026-05-09"),  # Wed: passes Labour Day; works 05-09; ends on a made-up day
        ("2026-06-15", "2026-06-30"),  # Mon: passes Dragon Boat
        ("2026-07-30", "2026-08-13"),  # Thu: 2 weekends
        ("2026-09-20", "2026-10-10"),  # Sun: passes Mid-autumn and National Day; works 10-10; ends on a made-up day
        ("2026-09-21", "2026-10-12"),  # Mon: passes Mid-autumn and National Day; works 10-10
        ("2026-12-19", "2027-01-01 ~"),  # Sat: one weekend; year turns; 2027 not loaded
    ),
}


@pytest.mark.parametrize(("name", "hand", "start", "last"), rows(TABLES))
def test_last_day(name: str, hand: Hand, start: str, last: str) -> None:
    agrees(name, hand, start, last)
