"""The parts that all pictures share: widths of text, lines, and XML that holds whatever it is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openraa.site.pictures.svg import Canvas, Picture, measure, wrap
from tests.support.pictures import SVG, faults, root_of


@given(st.text(), st.floats(20, 400))
def test_wrapped_lines_keep_every_letter_and_the_width(text: str, width: float) -> None:
    lines = wrap(text, 13, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line, 13) <= width for line in lines)


def test_japanese_breaks_anywhere_but_before_a_full_stop() -> None:
    lines = wrap("日本国の自衛隊とグレートブリテン及び北アイルランド連合王国。" * 3, 10, 62)
    assert len(lines) > 5
    assert not any(line.startswith("。") for line in lines)


def test_a_wide_sign_counts_more_than_a_narrow_one_and_bold_more_than_plain() -> None:
    assert measure("ill", 10) < measure("mmm", 10) < measure("自衛隊円滑", 10)
    assert measure("Paris", 10) < measure("Paris", 10, bold=True)


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_gives_valid_xml(text: str) -> None:
    canvas = Canvas("any", 100, title=text, description=text, lang="en")
    canvas.text(1, 20, text)
    canvas.height = 30
    assert root_of(canvas.to_svg()).tag == f"{SVG}svg"


def test_markup_in_a_text_stays_text() -> None:
    canvas = Canvas("x", 300, title="<script>alert(1)</script>", description="", lang="en")
    canvas.text(1, 20, '"><a href="x">')
    canvas.height = 30
    names = {element.tag for element in root_of(canvas.to_svg()).iter()}
    assert not names & {f"{SVG}script", f"{SVG}a"}


@pytest.mark.parametrize(("x", "y"), [(-5.0, 20.0), (95.0, 20.0), (10.0, 2.0), (10.0, 60.0)])
def test_a_text_that_leaves_the_picture_is_noticed(x: float, y: float) -> None:
    canvas = Canvas("x", 100, title="t", description="d", lang="en")
    canvas.text(x, y, "here")
    canvas.height = 50
    assert any("leaves" in fault for fault in faults(canvas.to_svg()))


def test_texts_over_each_other_are_noticed() -> None:
    canvas = Canvas("x", 100, title="t", description="d", lang="en")
    canvas.text(10, 20, "here")
    canvas.text(14, 22, "there")
    canvas.height = 50
    assert any("lies over" in fault for fault in faults(canvas.to_svg()))


def test_a_reference_to_elsewhere_is_noticed() -> None:
    canvas = Canvas("x", 100, title="t", description="d", lang="en")
    canvas.add("image", href="https://example.org/x.png")
    canvas.height = 50
    assert any("outside" in fault for fault in faults(canvas.to_svg()))


def test_data_as_csv_has_every_key_as_a_column() -> None:
    picture = Picture("p", "", "", "", (), (), ({"id": "a", "states": ["FR", "JP"]}, {"id": "b", "sure": False}))
    assert picture.to_csv() == "id,states,sure\na,FR;JP,\nb,,no\n"
