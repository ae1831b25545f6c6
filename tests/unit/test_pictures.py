"""Pictures of the register: everything that they must show is there, nothing is cut off, nothing is asked of others."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings

from openraa.language import LANGUAGES, language
from openraa.problems import Refused
from openraa.prove import Likeness
from openraa.register import Agreement, load_agreements
from openraa.site.pictures import Stage, network, phases, standings, timeline, timelines, world_map
from openraa.site.pictures.earth import Sheet, codes_with_shapes, equal_earth, point_of
from openraa.site.pictures.matrix import signs
from openraa.site.pictures.network import ring, ties_and_hubs
from openraa.vocabulary import areas, code_list
from tests.support.lives import agreement, event, lives, territory
from tests.support.pictures import SVG, boxes, faults, root_of

TODAY = date(2026, 11, 24)
EN = language("en")
LIFE = agreement(
    "fr-jp",
    ("FR", "JP"),
    event("talks_start", "2020-01-01", place="Paris"),
    event("signature", "2021-01-01", others=("2021-02", "2020")),
    event("approval", "2021-05", state="JP", verified=False),
    event("entry_into_force", "2022-01-01"),
    event("statement"),
    since="2022-01-01",
    territory=(territory("FR", "NC", "unknown"), territory("FR", "RE", "yes"), territory("FR", "PF", "no")),
)


def shapes(svg: str, name: str) -> list[str]:
    """The classes of the elements that have this class."""
    return [c for e in root_of(svg).iter() if name in (c := e.get("class", "")).split()]


def marked(svg: str, code: str, name: str) -> str:
    """How a place of a map is drawn: the class and pattern of its first shape."""
    group = next(e for e in root_of(svg).iter(f"{SVG}g") if e.get("id") == f"{name}-{code}")
    shape = next(e for e in group if e.tag != f"{SVG}title")
    return f"{shape.get('class')} {shape.get('fill', '')}".strip()


def test_a_bar_runs_from_talks_to_signature_and_from_there_to_force() -> None:
    bars = phases(LIFE, TODAY)
    assert [(bar.stage, str(bar.begins), str(bar.ends or "")) for bar in bars] == [
        (Stage.TALKS, "2020-01-01", "2021-01-01"),
        (Stage.SIGNED, "2021-01-01", "2022-01-01"),
        (Stage.IN_FORCE, "2022-01-01", ""),
    ]


def test_a_picture_of_an_earlier_day_knows_nothing_of_later() -> None:
    assert [bar.stage for bar in phases(LIFE, date(2020, 6, 1))] == [Stage.TALKS]
    assert phases(LIFE, date(2019, 1, 1)) == ()


def test_bars_meet_where_the_events_say() -> None:
    svg = timeline(LIFE, EN, today=TODAY).svg
    bars = [e for e in root_of(svg).iter(f"{SVG}rect") if e.find(f"{SVG}title") is not None]
    edges = [(float(e.attrib["x"]), float(e.attrib["x"]) + float(e.attrib["width"])) for e in bars]
    assert len(edges) == 3
    assert edges[0][1] == pytest.approx(edges[1][0], abs=0.1)
    assert edges[1][1] == pytest.approx(edges[2][0], abs=0.1)
    today = next(e for e in root_of(svg).iter(f"{SVG}line") if e.get("class") == "s-accent")
    assert edges[2][1] == pytest.approx(float(today.attrib["x1"]), abs=0.1)


def test_signed_and_not_confirmed_is_not_shown_as_in_force() -> None:
    open_one = agreement("a", ("FR", "JP"), event("signature", "2020-01-01"), in_force="unknown")
    assert [bar.stage for bar in phases(open_one, TODAY)] == [Stage.UNCONFIRMED]
    waits = agreement("a", ("FR", "JP"), event("signature", "2020-01-01"), in_force="no")
    assert [bar.stage for bar in phases(waits, TODAY)] == [Stage.SIGNED]


def test_what_ended_is_drawn_no_further() -> None:
    ended = agreement(
        "a", ("FR", "JP"), event("entry_into_force", "2000"), event("termination", "2010-03"), in_force="unknown"
    )
    assert [(bar.stage, str(bar.ends)) for bar in phases(ended, TODAY)] == [(Stage.IN_FORCE, "2010-03")]


def test_every_event_is_marked_and_every_disputed_date_beside_it_hollow() -> None:
    svg = timeline(LIFE, EN, today=TODAY).svg
    assert len(shapes(svg, "event")) == 5
    marks = shapes(svg, "mark")
    assert len(marks) == 4 + 2
    assert sum("f-paper" in each for each in marks) == 3  # two disputed dates, one unverified event
    assert len(shapes(svg, "fuzzy")) == 3  # a month, and two disputed dates of a month and a year
    said = {box.text for box in boxes(svg)}
    assert {"another source: 2021-02", "another source: 2020", "unverified", "date not known", "?"} <= said


def test_the_table_and_the_data_say_what_the_picture_shows() -> None:
    picture = timeline(LIFE, EN, today=TODAY)
    assert [row["event"] for row in picture.data] == [
        "talks_start", "signature", "approval", "entry_into_force", "statement",
    ]  # fmt: skip
    assert picture.data[1]["disputed"] == ["2021-02", "2020"]
    assert picture.rows[2][:3] == ("2021-05", "approval", "Japan")
    assert picture.to_csv().count("\n") == 6


@settings(max_examples=60, deadline=None)
@given(lives())
def test_no_life_breaks_a_time_line(made: Agreement) -> None:
    for code in ("en", "ja"):
        for width in (840, 380):
            picture = timeline(made, language(code), today=TODAY, width=width)
            assert list(faults(picture.svg)) == []
            assert len(shapes(picture.svg, "event")) == len(picture.rows) == len(made.life)
    together = timelines([made], EN, today=TODAY)
    assert list(faults(together.svg)) == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", [380, 900])
def test_the_shipped_register_fits_in_every_language(code: str, width: int) -> None:
    known, words = load_agreements(), language(code)
    pictures = [timeline(each, words, today=TODAY, width=width) for each in known.values()]
    pictures.append(timelines(known.values(), words, today=TODAY, width=width))
    pictures.append(network(known.values(), words, today=TODAY, width=width))
    pictures += [
        world_map(known.values(), state, words, role=role, on=TODAY, width=width)
        for state, role in (("FR", "receiving"), ("JP", "sending"), ("AU", "receiving"))
    ]
    for picture in pictures:
        assert list(faults(picture.svg)) == [], picture.name
        assert picture.title
        assert picture.description
        assert all(len(row) == len(picture.columns) for row in picture.rows)


def test_all_time_lines_name_every_agreement() -> None:
    known = load_agreements()
    picture = timelines(known.values(), EN, today=TODAY)
    said = " ".join(box.text for box in boxes(picture.svg))
    assert all(each.short in said for each in known.values())
    assert {row["agreement"] for row in picture.data} == set(known)


def test_an_agreement_without_any_dated_stage_is_named_and_says_so() -> None:
    said = {box.text for box in boxes(timelines([agreement("a", ("FR", "JP"))], EN, today=TODAY).svg)}
    assert {"Agreement a", "no stage with a date"} <= said


def test_every_party_stands_on_the_ring_and_many_parties_make_one_hub() -> None:
    two = agreement("two", ("FR", "JP"), event("entry_into_force", "2022"), since="2022-01-01")
    many = agreement("many", ("AU", "FR", "GB", "US"), kind="status_of_forces")
    picture = network([two, many], EN, today=TODAY)
    said = {box.text for box in boxes(picture.svg)}
    assert {"Australia", "France", "United Kingdom", "Japan", "United States"} <= said
    assert (len(shapes(picture.svg, "hub")), len(shapes(picture.svg, "spoke"))) == (1, 4)
    assert len(shapes(picture.svg, "tie")) == 1
    assert list(faults(picture.svg)) == []


def test_the_ring_is_the_same_whatever_the_order_of_the_agreements() -> None:
    known = list(load_agreements().values())
    assert ring(*ties_and_hubs(known, TODAY)) == ring(*ties_and_hubs(known[::-1], TODAY))


def test_a_network_of_nothing_is_a_picture_still() -> None:
    assert list(faults(network([], EN, today=TODAY).svg)) == []


def test_who_may_visit_follows_the_day() -> None:
    def at(day: date) -> list[tuple[str, Stage]]:
        return [(each.state, each.stage) for each in standings([LIFE], "FR", role="receiving", on=day)]

    assert at(date(2019, 1, 1)) == []
    assert at(date(2020, 6, 1)) == [("JP", Stage.TALKS)]
    assert at(date(2021, 6, 1)) == [("JP", Stage.SIGNED)]
    assert at(TODAY) == [("JP", Stage.IN_FORCE)]


def test_an_agreement_of_one_direction_colours_one_direction() -> None:
    one_way = agreement(
        "a", ("JP", "US"), event("signature", "1960"), event("entry_into_force", "1960"), since="1960-06-23",
        kind="status_of_forces", directions=(("US", "JP"),),
    )  # fmt: skip
    assert [each.state for each in standings([one_way], "JP", role="receiving", on=TODAY)] == ["US"]
    assert standings([one_way], "JP", role="sending", on=TODAY) == ()


def test_logistics_let_nobody_visit() -> None:
    acsa = agreement("a", ("FR", "JP"), event("signature", "2018"), since="2019-01-01", kind="logistics")
    assert standings([acsa], "FR", role="receiving", on=TODAY) == ()


def test_territories_are_shown_by_what_the_agreement_says_of_them() -> None:
    picture = world_map([LIFE], "JP", EN, role="sending", on=TODAY)
    assert marked(picture.svg, "FR", picture.name) == "f-force s-paper"
    assert marked(picture.svg, "RE", picture.name) == "f-force s-paper"
    assert "reach" in marked(picture.svg, "NC", picture.name)
    assert marked(picture.svg, "PF", picture.name) == "f-paper s-accent"
    assert "reach" in marked(picture.svg, "WF", picture.name)  # the agreement is silent on it
    said = {row["place"]: row["reaches"] for row in picture.data if row["reaches"]}
    assert said["RE"] == "yes"
    assert said["PF"] == "no"
    assert said["NC"] == said["WF"] == "unknown"


def test_the_map_says_that_borders_imply_no_position() -> None:
    for code in LANGUAGES:
        said = "".join(box.text for box in boxes(world_map([LIFE], "FR", language(code), on=TODAY).svg))
        assert "Natural Earth" in said.replace("NaturalEarth", "Natural Earth")


def test_every_code_in_use_has_a_place_on_the_map() -> None:
    in_use = {row["alpha2"] for row in code_list("countries") if not row["valid_to"]}
    assert {code for code in in_use if point_of(code) is None} == set()
    assert set(areas()) <= in_use
    assert set(codes_with_shapes()) - {""} <= in_use


def test_the_projection_keeps_areas() -> None:
    def area(latitude: float) -> float:
        (x0, y0), (x1, _), (_, y1) = (
            equal_earth(10, latitude), equal_earth(10.01, latitude), equal_earth(10, latitude + 0.01),
        )  # fmt: skip
        sheared = equal_earth(10.0, latitude + 0.01)[0] - x0
        return (x1 - x0) * (y1 - y0) - sheared * 0

    from math import cos, radians

    whole = area(0)
    for latitude in (15, 30, 45, 60, 75):
        assert area(latitude) / whole == pytest.approx(cos(radians(latitude)), rel=1e-3)


def test_no_shape_crosses_the_whole_sheet() -> None:
    sheet = Sheet(0, 0, 1000)
    for code in codes_with_shapes():
        for steps in re.findall(r"l([^z]*)z", sheet.path(code)):
            sideways = [abs(float(n)) for n in steps.split()[::2]]
            assert max(sideways, default=0) < 250, code


def test_agreements_that_are_the_same_share_a_letter() -> None:
    same, differs = Likeness.SAME, Likeness.DIFFERS
    assert signs({(0, 1): differs, (0, 2): same, (1, 2): differs}, 3) == ("A", "B", "A")
    assert signs({(0, 1): differs, (0, 2): differs, (1, 2): differs}, 3) == ("A", "B", "C")


def test_silence_and_doubt_have_signs_of_their_own() -> None:
    only_left, unknown = Likeness.ONLY_LEFT, Likeness.NOT_KNOWN
    assert signs({(0, 1): only_left, (0, 2): unknown, (1, 2): Likeness.ONLY_RIGHT}, 3) == ("A", "–", "?")
    assert signs({(0, 1): Likeness.NEITHER}, 2) == ("–", "–")
    assert signs({(0, 1): Likeness.NOT_PROVEN}, 2, frozenset({0})) == ("?", "A")


def test_a_matrix_of_more_agreements_than_signs_is_refused() -> None:
    from openraa.rulebook import load_stack
    from openraa.site.pictures import matrix

    stack = load_stack(["nato-sofa-1951"], [])
    with pytest.raises(Refused):
        matrix([stack] * 9, [], {}, EN)
