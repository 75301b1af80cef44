"""State numbers: which exist, in which list.

Only the numbers stand here, so that a file can be checked before any list of states is
there. Names and years of membership come with the lists themselves, which a user adds.

The two lists of states, Correlates of War (v2016) and Gleditsch and Ward (2017),
number a few of the same states differently; `DIFFERENCES` says which, and when. They
differ in two more ways that no table of numbers mends. Of *years*: Gleditsch and Ward
count, among others, Latin American and Asian states before their recognition by Europe,
states under occupation in the Second World War, and the two Germanies from 1949;
Correlates of War counts Morocco 1905-12 and Egypt 1856-82. Of *size*: Correlates of War
alone has the microstates, which Gleditsch and Ward keep in a list of their own.
"""

from typing import NamedTuple

__all__ = ["DIFFERENCES", "SYSTEMS", "Difference", "known", "to_cow", "to_gw"]

_COW = """
2 20 31 40 41 42 51 52 53 54 55 56 57 58 60 70 80 90 91 92 93 94 95 100 101 110 115
130 135 140 145 150 155 160 165 200 205 210 211 212 220 221 223 225 230 232 235 240
245 255 260 265 267 269 271 273 275 280 290 300 305 310 315 316 317 325 327 329 331
332 335 337 338 339 341 343 344 345 346 347 349 350 352 355 359 360 365 366 367 368
369 370 371 372 373 375 380 385 390 395 402 403 404 411 420 432 433 434 435 436 437
438 439 450 451 452 461 471 475 481 482 483 484 490 500 501 510 511 516 517 520 522
530 531 540 541 551 552 553 560 565 570 571 572 580 581 590 591 600 615 616 620 625
626 630 640 645 651 652 660 663 666 670 678 679 680 690 692 694 696 698 700 701 702
703 704 705 710 712 713 730 731 732 740 750 760 770 771 775 780 781 790 800 811 812
816 817 820 830 835 840 850 860 900 910 920 935 940 946 947 950 955 970 983 986 987
990
"""
_ONLY_COW = """
54 55 56 57 58 60 221 223 232 331 403 591 679 935 946 947 955 970 983 986 987 990
"""
_ONLY_GW = "89 99 340 563 564 711 815"

COW = frozenset(map(int, _COW.split()))
"""Correlates of War, State System Membership List v2016."""

GW = (COW - frozenset(map(int, _ONLY_COW.split()))) | frozenset(
    map(int, _ONLY_GW.split())
)
"""Gleditsch and Ward, list of independent states (2017)."""

VENICE = frozenset([324])
"""Fell before the state lists begin; the lists of rivalries number it so."""

TERRITORIES = frozenset([6, *range(1000, 10_999)])
"""Puerto Rico, and what the list of troops numbers above every state."""

SYSTEMS: dict[str, tuple[str, frozenset[int]]] = {
    "cow": ("a Correlates of War state number", COW),
    "gw": ("a Gleditsch-Ward state number", GW),
    "either": ("a Correlates of War or Gleditsch-Ward state number", COW | GW),
    "cow+venice": ("a Correlates of War state number, or 324 for Venice", COW | VENICE),
    "cow+territories": (
        "a Correlates of War state number, 6 for Puerto Rico, or one above 999 for a "
        "territory",
        COW | TERRITORIES,
    ),
}
"""The systems by name: what to call a number of each, and the numbers."""


def known(system: str) -> frozenset[int]:
    """Return the numbers of a system."""
    return SYSTEMS[system][1]


class Difference(NamedTuple):
    """A state that the two lists number differently.

    Attributes:
        state: Its name.
        cow: Number in the Correlates of War list.
        gw: Number in the Gleditsch-Ward list.
        first: First year in which both numbers stand for it.
        last: Last year.
        why: Where they differ.
    """

    state: str
    cow: int
    gw: int
    first: int
    last: int
    why: str


OPEN_END = 9999
"""Last year of a difference that has not ended."""

DIFFERENCES = (
    Difference(
        "Germany", 255, 260, 1990, OPEN_END,
        "united Germany is the Germany of 1871-1945 to Correlates of War, the Federal "
        "Republic gone on to Gleditsch and Ward; in 1990 Correlates of War has both",
    ),
    Difference(
        "Yemen", 679, 678, 1990, OPEN_END,
        "united Yemen is a new state to Correlates of War, the Arab Republic gone on "
        "to Gleditsch and Ward; in 1990 Correlates of War has both",
    ),
    Difference(
        "Serbia", 345, 340, 1878, 1917,
        "Serbia and Yugoslavia are one state to Correlates of War, two to Gleditsch "
        "and Ward, whose Serbia ends in 1915",
    ),
    Difference(
        "Serbia", 345, 340, 2007, OPEN_END,
        "Serbia after Montenegro left: Yugoslavia gone on to Correlates of War, a new "
        "state to Gleditsch and Ward, who have both numbers in 2006",
    ),
)  # fmt: skip
"""Where one state has two numbers; elsewhere a number means the same in both lists."""


def to_gw(cow: int, year: int) -> int:
    """Return the Gleditsch-Ward number of a state.

    Args:
        cow: Its Correlates of War number.
        year: The year, since a number can pass from one state to another.
    """
    for row in DIFFERENCES:
        if row.cow == cow and row.first <= year <= row.last:
            return row.gw
    return cow


def to_cow(gw: int, year: int) -> int:
    """Return the Correlates of War number of a state.

    Args:
        gw: Its Gleditsch-Ward number.
        year: The year, since a number can pass from one state to another.
    """
    for row in DIFFERENCES:
        if row.gw == gw and row.first <= year <= row.last:
            return row.cow
    return gw
