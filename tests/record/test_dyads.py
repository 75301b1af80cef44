"""The whole panel: worked by hand on a made-up world, and the published counts."""

import numpy as np
import pandas as pd
import pytest
from tests.record.made_up import FRAMES

from detente.core.errors import DataError
from detente.record import codes, store
from detente.record.distances import with_distances
from detente.record.dyads import dyad_years, rivals
from detente.record.participants import confrontations, joinings, participants
from detente.record.peace import dispute_years, years_of_peace
from detente.record.resources import resources
from detente.record.ties import signings, ties


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put four states in place of the data."""
    monkeypatch.setattr(store, "load", lambda name: FRAMES[name].copy())


def _row(rows: pd.DataFrame, **where: int) -> pd.Series:
    found = rows.loc[np.logical_and.reduce([rows[k] == v for k, v in where.items()])]
    assert len(found) == 1
    return found.iloc[0]


def test_a_state_has_one_number_in_each_list_and_back() -> None:
    assert (codes.to_gw(255, 1995), codes.to_cow(260, 1995)) == (260, 255)
    assert (codes.to_gw(255, 1914), codes.to_cow(260, 1960)) == (255, 260)
    assert (codes.to_gw(679, 2000), codes.to_cow(678, 2000)) == (678, 679)
    assert codes.to_cow(340, 1914) == codes.to_cow(340, 2010) == 345
    assert codes.to_gw(345, 1950) == 345
    for one in codes.DIFFERENCES:
        assert one.cow in codes.COW
        assert one.gw in codes.GW


def test_what_a_state_has_is_missing_where_it_is_not_known(made_up: None) -> None:
    rows = resources(1950, 1952)
    assert _row(rows, ccode=2, year=1950)["milex"] == 5
    assert rows["gdp"].isna().all()
    nobody = rows.loc[rows.ccode.eq(1), "warheads"]
    assert nobody.isna().tolist() == [False, False, True]
    assert _row(rows, ccode=1, year=1951)["warheads"] == 0


def test_a_country_is_a_state_by_its_number(
    made_up: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = FRAMES | {"states-cow": FRAMES["states-cow"].assign(ccode=[2, 365, 3, 4])}
    monkeypatch.setattr(store, "load", lambda name: frames[name].copy())
    rows = resources(1950, 1960)
    assert _row(rows, ccode=2, year=1960)["gdp"] == 5e11
    assert _row(rows, ccode=2, year=1950)["warheads"] == 299


def test_ties_are_owed_one_way_and_held_both_ways(made_up: None) -> None:
    owed, held = ties(directed=True), ties()
    assert not _row(owed, ccode1=4, ccode2=2, year=1952)["neutrality"]
    assert _row(held, ccode1=2, ccode2=4, year=1952)["neutrality"]
    assert _row(held, ccode1=1, ccode2=3, year=1952)["defence"]


def test_a_pact_is_signed_once_and_alone_or_in_a_group(made_up: None) -> None:
    signed = signings()
    assert _row(signed, ccode1=1, ccode2=3, year=1951)["group"] == 0
    trio = signed.loc[signed.year == 1953]
    assert trio["group"].tolist() == [True, True, True]
    assert len(signed) == 5  # 1-3 runs on in 1952; 1-9 is signed alone in 1954
    wider = signings(("defence", "neutrality"))
    assert _row(wider, ccode1=2, ccode2=4, year=1952)["group"] == 0


def test_a_new_number_has_the_capital_of_the_old_one(made_up: None) -> None:
    pairs = pd.DataFrame({"ccode1": [1, 1], "ccode2": [2, 255], "year": [1950, 1995]})
    rows = with_distances(pairs)
    assert rows["capital_km"].tolist() == [300, 800]
    assert rows["territory_km"].tolist()[0] == 0
    assert rows["territory_km"].isna().tolist() == [False, True]


def test_the_level_of_a_dispute_is_never_that_of_a_joiner(made_up: None) -> None:
    rows = participants("gml")
    joiner = _row(rows, ccode=3)
    assert (joiner["severity"], joiner["level"]) == (3, 5)
    assert (joiner["originator"], joiner["place"], joiner["year"]) == (False, 1, 1951)
    assert _row(rows, ccode=1)["place"] == 0
    pair = _row(confrontations("gml"), ccode1=3, ccode2=2)
    assert pair["severity"] == 5  # the war was waged by 2, one of the two
    assert (pair["initiated"], pair["originators"]) == (True, False)


def test_joiners_come_after_those_who_were_there(made_up: None) -> None:
    rows = joinings("cow")
    first, second = _row(rows, ccode=4), _row(rows, ccode=3)
    assert (first["place"], first["beside"]) == (1, (1,))
    assert (second["place"], second["beside"]) == (2, (2,))
    assert second["after"] == 1


def test_only_parties_that_met_confront_each_other(made_up: None) -> None:
    rows = confrontations("cow")
    met = {(r.ccode1, r.ccode2) for r in rows.itertuples()}
    assert met == {(1, 2), (2, 1), (1, 3), (3, 1), (4, 2), (2, 4), (4, 3), (3, 4)}
    assert _row(rows, ccode1=1, ccode2=3)["severity"] == 4


def test_peace_is_counted_from_the_last_dispute_or_the_first_year(
    made_up: None,
) -> None:
    years = [1949, 1950, 1951, 1952, 1955]
    pairs = pd.DataFrame({"ccode1": 1, "ccode2": 2, "year": years})
    disputes = pairs.loc[pairs.year.isin([1950])]
    assert years_of_peace(pairs, disputes).tolist() == [49, 50, 0, 1, 4]
    assert dispute_years(pairs, disputes, 3).tolist() == [0, 0, 1, 1, 0]
    late = pd.DataFrame({"ccode1": [1], "ccode2": [3], "year": [1950]})
    assert years_of_peace(late, disputes).tolist() == [0]


def test_the_panel_has_every_pair_once_or_in_both_orders(made_up: None) -> None:
    rows = dyad_years(1950, 1952, relevant=False)
    assert len(rows) == 3 + 3 + 5  # of six pairs in 1952, 3 and 4 never meet
    both = dyad_years(1950, 1952, relevant=False, directed=True)
    assert len(both) == 2 * len(rows)
    assert _row(both, ccode1=1, ccode2=2, year=1950)["initiated"]
    turned = _row(both, ccode1=2, ccode2=1, year=1950)
    assert (turned["initiated"], turned["targeted"]) == (False, True)
    assert turned["milex1"] == 5
    first = _row(rows, ccode1=1, ccode2=2, year=1950)
    assert (first["severity"], first["originators"], first["peace"]) == (5, True, 50)
    assert rows["severity"].notna().sum() == 2


def test_rivalries_of_other_centuries_leave_their_last_years(made_up: None) -> None:
    assert rivals("tss").to_numpy().tolist() == [[1, 2, 1816], [1, 2, 1817]]


@pytest.mark.parametrize("what", [participants, confrontations])
def test_an_unknown_coding_is_refused(what: object) -> None:
    with pytest.raises(DataError, match="gml or cow"):
        what("icb")  # type: ignore[operator]


def test_originators_are_counted_by_dispute(public_data: None) -> None:
    rows = dyad_years(1950, 2010)
    assert (len(rows), rows["onset"].sum()) == (72801, 1599)
    # 1,306 in tables of one dispute a pair and year; 1,338 is the published figure.
    assert rows["originators"].sum() == 1338
    both = dyad_years(1950, 2010, directed=True)
    assert (len(both), both["initiated"].sum()) == (145602, 1383)


def test_two_states_that_never_met_are_no_pair(public_data: None) -> None:
    rows = dyad_years(1950, 2010, relevant=False)
    # Published: 712,726. panel.pair_years has 19 more, such as Germany 255 and 260.
    assert len(rows) == 712726
    assert rows["territory_km"].notna().mean() > 0.97


def test_the_two_lists_differ_in_no_other_number(public_data: None) -> None:
    cow, gw = store.load("states-cow"), store.load("states-gw")
    recent = set(cow.loc[cow.endyear >= 1816, "ccode"])
    gw = gw.loc[gw.enddate.dt.year >= 1950]
    for code, start in zip(gw.gwcode, gw.startdate.dt.year, strict=True):
        assert codes.to_cow(code, max(start, 2008)) in recent | {711}
