"""What papers say, that they agree, and what their PDFs are."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from openraa.language import LANGUAGES, language
from openraa.papers import (
    PAPERS,
    Job,
    LeftOut,
    MachineForm,
    Measure,
    Paper,
    Part,
    Stated,
    Statement,
    States,
    disagreements,
    make_papers,
    payload_of,
    refuse_unless_agreed,
    statements_of,
    typeset,
    visit_hash,
    write_papers,
)
from openraa.papers.goods_list import check_serial
from openraa.papers.model import Cites, spoken
from openraa.problems import Refused, Unavailable, say
from openraa.visit import Plan, serials
from openraa.vocabulary import country_name
from tests.support.visits import ITEMS, PEOPLE, plan_of, write_visit


def payloads(plan: Plan, code: str = "en", *, unconfirmed: bool = False) -> tuple[list[Paper], dict[str, bytes]]:
    papers = [paper for build in PAPERS.values() if isinstance(paper := build(Job(plan, language(code))), Paper)]
    hashed = visit_hash(plan.visit)
    return papers, {
        paper.name: payload_of(paper, plan.visit, hashed=hashed, unconfirmed=unconfirmed) for paper in papers
    }


def texts(pdf: bytes) -> str:
    """The text of a PDF with every run of blanks as one: lines break where the page wants."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return re.sub(r"\s+", " ", " ".join(pages))


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return plan_of(write_visit(tmp_path))


def test_the_papers_of_a_visit_agree_in_every_language(plan: Plan) -> None:
    for code in LANGUAGES:
        papers, found = payloads(plan, code)
        refuse_unless_agreed(papers, found)
        assert len(papers) >= 7


TAMPERED = [
    ("personnel-list", "Łukasz Żółć", "Łukasz Żółw", "lukasz zolc"),
    ("movement-order-group", "Salmon Ines", "Salmon Inès B", "salmon ines"),
    ("movement-orders-single", "FR-2", "FR-22", "FR-2"),
    ("movement-orders-single", '"Colonel"', '"Major"', "Major"),
    ("arms-and-ammunition-list", "R-5 to R-9", "R-5 to R-10", "R-10"),
    ("arms-and-ammunition-list", '"5"', '"6"', "rifle"),
    ("customs-goods-list", "R-1, R-5 to R-9", "R-1, R-5 to R-8", "R-9"),
    ("customs-goods-list", "Smoke grenade", "Smoke grenades", "Smoke grenade"),
    ("dangerous-goods-list", '"40"', '"41"', "Smoke grenade"),
    ("note-verbale-draft", "6 persons", "7 persons", "7"),
    ("note-verbale-draft", "gives 6 serial", "gives 5 serial", "5"),
]


@pytest.mark.parametrize(("name", "old", "new", "value"), TAMPERED, ids=[f"{t[0]}: {t[2]}" for t in TAMPERED])
def test_one_changed_value_in_one_paper_is_refused_with_both_papers(
    plan: Plan, name: str, old: str, new: str, value: str
) -> None:
    papers, found = payloads(plan)
    text = found[name].decode("utf-8")
    assert old in text
    found[name] = text.replace(old, new, 1 if '"' in old else -1).encode("utf-8")
    with pytest.raises(Refused) as caught:
        refuse_unless_agreed(papers, found)
    problems = caught.value.problems
    assert all(problem.code == "papers-disagree" and problem.remedy for problem in problems)
    both = [p for p in problems if len(set(re.findall(r"[a-z-]+\.pdf", p.message))) == 2]
    assert both, [p.message for p in problems]
    assert any(name in p.message for p in both)
    assert any(value.casefold() in p.value.casefold() for p in problems), [p.value for p in problems]


def test_a_row_missing_from_one_paper_is_refused(plan: Plan) -> None:
    papers, found = payloads(plan)
    payload = json.loads(found["personnel-list"])
    roll = next(block for block in payload["blocks"] if block.get("part") == "PEOPLE")
    del roll["rows"][2]
    found["personnel-list"] = json.dumps(payload).encode()
    with pytest.raises(Refused, match=r"yamada taro|山田 太郎"):
        refuse_unless_agreed(papers, found)


def test_a_machine_form_that_lacks_somebody_is_refused(plan: Plan) -> None:
    papers, found = payloads(plan)

    def read(data: bytes) -> tuple[Statement, ...]:
        rows = tuple({States.NAME: name} for name in data.decode("utf-8").splitlines())
        return (Statement(Part.CARRIED_LIST, rows, ((Measure.LINES, len(rows)),)),)

    form = MachineForm(".edi", b"YAMADA TARO BOLD\nSTRANGER", read)
    with pytest.raises(Refused) as caught:
        refuse_unless_agreed([replace(papers[0], machine=(form,)), *papers[1:]], found)
    assert "`stranger` stands 1 times in" in caught.value.problems[0].message


def test_a_person_may_stand_once_for_each_movement_on_the_passenger_list_but_no_stranger() -> None:
    roll = Stated("roll.pdf", (Statement(Part.PEOPLE, ({States.NAME: "A B"},)),))
    twice = Statement(Part.CARRIED_LIST, ({States.NAME: "A B"}, {States.NAME: "A B"}), ((Measure.LINES, 2),))
    assert disagreements([roll, Stated("list.pdf", (twice,))]) == []
    stranger = Statement(Part.CARRIED_LIST, ({States.NAME: "A B"}, {States.NAME: "C D"}))
    (problem,) = disagreements([roll, Stated("list.pdf", (stranger,))])
    assert problem.value == "c d"


def test_names_compare_without_case_and_accents_since_machine_forms_have_neither() -> None:
    pdf = Stated("a.pdf", (Statement(Part.PEOPLE, ({States.NAME: "Noël Élise"},)),))
    edi = Stated("a.edi", (Statement(Part.PEOPLE, ({States.NAME: "NOEL ELISE"},)),))
    assert disagreements([pdf, edi]) == []


def test_a_part_cannot_be_larger_than_its_whole() -> None:
    listed = Stated("a.pdf", (Statement(Part.CONVEYANCES, ({States.REGISTRATION: "1"},)),))
    counted = Stated("b.pdf", (Statement(Part.VEHICLES, None, ((Measure.LINES, 2),)),))
    (problem,) = disagreements([listed, counted])
    assert "b.pdf gives 2 as the number of vehicles" in problem.message


def test_totals_of_a_whole_that_nobody_lists_must_still_be_the_same() -> None:
    first = Stated("a.pdf", (Statement(Part.SHIPS, None, ((Measure.LINES, 1),)),))
    second = Stated("b.pdf", (Statement(Part.SHIPS, None, ((Measure.LINES, 2),)),))
    (problem, *_) = disagreements([first, second])
    assert "a.pdf gives 1" in problem.message
    assert "b.pdf has 2" in problem.message


def test_no_name_or_number_is_taken_for_markup(plan: Plan) -> None:
    made = make_papers(plan, language("en"))
    by_name = {file.paper: texts(file.data) for file in made.files}
    single, group = by_name["movement-orders-single"], by_name["movement-order-group"]
    assert "Exercise # $x$ * _y_" in by_name["cover-sheet"]
    assert "Yamada # Taro *bold*" in single
    assert "Noël _Élise_ $x$" in single
    for name in ("山田 太郎", "Łukasz Żółć", "Salmon Ines", "FR-5", "FR-6"):
        assert name in group
        assert name in by_name["personnel-list"]
    for serial in ("R-1", "R-5 to R-9", "Rifle #1 *x*"):
        assert serial in by_name["arms-and-ammunition-list"]
    assert "FR20260504NE000042" in by_name["customs-goods-list"]


def test_every_pdf_is_tagged_has_its_language_and_title_and_embeds_its_fonts(plan: Plan) -> None:
    for code in ("ja", "fr"):
        for file in make_papers(plan, language(code)).files:
            reader = PdfReader(io.BytesIO(file.data))
            root = reader.trailer["/Root"].get_object()
            assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712
            assert "/StructTreeRoot" in root
            orders = file.paper.startswith("movement-order")
            assert root["/Lang"] == ("fr" if orders else code)
            assert reader.metadata is not None
            assert "Exercise # $x$ * _y_" in str(reader.metadata.title)
            assert len(reader.pages) == file.n_pages
            fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
            assert fonts
            for font in fonts:
                below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
                descriptor = below["/FontDescriptor"].get_object()
                assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_the_same_visit_gives_the_same_bytes(plan: Plan, tmp_path: Path) -> None:
    again = plan_of(write_visit(tmp_path))
    first, second = (make_papers(each, language("it")) for each in (plan, again))
    assert [file.sha256 for file in first.files] == [file.sha256 for file in second.files]


def test_a_changed_cell_changes_the_hash_on_every_paper(plan: Plan, tmp_path: Path) -> None:
    other = plan_of(write_visit(tmp_path, people=PEOPLE.replace("FR-6", "FR-7")))
    assert visit_hash(plan.visit) != visit_hash(other.visit)
    for file in make_papers(plan, language("en")).files:
        assert visit_hash(plan.visit)[:16] in texts(file.data)


def test_what_nobody_said_is_to_be_filled_in(plan: Plan) -> None:
    _, found = payloads(plan)
    fields = {
        row["label"][0]: row["value"]
        for block in json.loads(found["movement-orders-single"])["blocks"]
        if block["kind"] == "fields"
        for row in block["rows"]
    }
    assert fields[language("fr")("Order number")] is None
    files = make_papers(plan, language("en"), only=["movement-order-group"]).files
    assert "OM-417" in texts(files[0].data)


def test_fields_that_no_source_confirms_come_only_when_asked_for_and_say_so(plan: Plan) -> None:
    _, plain = payloads(plan)
    _, asked = payloads(plan, unconfirmed=True)
    goods = "customs-goods-list"
    assert b"Consignor unit" not in plain[goods]
    assert b"Container" not in plain[goods]
    assert b"Consignor unit" in asked[goods]
    pdf, _ = typeset(asked[goods], goods)
    assert "unconfirmed field" in texts(pdf)
    assert '"41"' not in plain["dangerous-goods-list"].decode()
    assert '"number":"41"' in asked["dangerous-goods-list"].decode()


def test_a_nato_order_is_in_the_language_of_the_sending_state_english_and_french(tmp_path: Path) -> None:
    papers, _ = payloads(plan_of(write_visit(tmp_path, sending="IT", receiving="FR")), "ja")
    order = next(paper for paper in papers if paper.name == "movement-order-group")
    assert [words.code for words in order.languages] == ["it", "en", "fr"]


def test_a_state_whose_language_we_lack_gets_english_and_a_remark_on_the_cover(tmp_path: Path) -> None:
    people = PEOPLE.replace("FRA", "PHL")
    plan = plan_of(write_visit(tmp_path, people=people, sending="NL", receiving="JP"))
    papers, _ = payloads(plan)
    order = next(paper for paper in papers if paper.name == "movement-order-group")
    assert [words.code for words in order.languages] == ["en"]
    assert "not in a language of the sending State" in texts(make_papers(plan, language("en")).files[0].data)


def test_without_an_agreement_a_paper_says_so_and_cites_none(tmp_path: Path) -> None:
    plan = plan_of(write_visit(tmp_path, receiving="JP"))
    assert plan.stack is None
    by_name = {file.paper: texts(file.data) for file in make_papers(plan, language("en")).files}
    assert "No agreement in force between the two States governs the visit" in by_name["note-verbale-draft"]
    assert "Art." not in by_name["movement-order-group"]


def test_papers_that_a_visit_does_not_need_are_left_out_with_the_reason(tmp_path: Path) -> None:
    items = "\n".join(line for line in ITEMS.splitlines() if "Tent" in line or "description" in line)
    plan = plan_of(write_visit(tmp_path, items=items))
    made = make_papers(plan, language("en"))
    assert {"arms-and-ammunition-list", "dangerous-goods-list"} <= {paper.name for paper in made.left_out}
    assert not {paper.name for paper in made.left_out} & {file.paper for file in made.files}
    assert all(isinstance(paper, LeftOut) and paper.because for paper in made.left_out)
    assert "No row names arms or ammunition." in texts(made.files[0].data)


def test_the_cover_sheet_has_the_hash_and_the_count_of_every_file(plan: Plan) -> None:
    cover, *files = make_papers(plan, language("en")).files
    text = texts(cover.data).replace(" ", "")
    for file in files:
        assert file.sha256 in text
        assert file.name in text
    assert {file.paper: file.counts.get("people") for file in files}["personnel-list"] == 6


def test_a_long_paper_is_set_in_a_process_of_its_own_and_is_the_same(plan: Plan) -> None:
    _, found = payloads(plan)
    roll = found["personnel-list"]
    assert typeset(roll, "personnel-list", long_at=10) == typeset(roll, "personnel-list")
    with pytest.raises(Refused, match="cannot be set"):
        typeset(roll.replace(b"Soldat", "สม".encode()), "personnel-list", long_at=10)


def test_a_character_that_no_font_has_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    plan = plan_of(write_visit(tmp_path, people=PEOPLE.replace("Salmon", "สมชาย")))
    with pytest.raises(Refused) as caught:
        make_papers(plan, language("en"))
    (problem,) = caught.value.problems
    assert problem.code == "cannot-print"
    assert "ส" in problem.message
    assert problem.remedy


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_printed_or_refused_and_never_read_as_markup(text: str) -> None:
    payload = {
        "name": "x", "title": [text or "x"], "lang": "en", "visit": text, "hash": "0", "made": [2026, 1, 1],
        "landscape": False, "says": {"page": "{n}/{total}", "prepared": text, "open": "o", "unconfirmed": "u"},
        "blocks": [
            {"kind": "table", "part": None, "rows": [[text, None]], "totals": [], "columns": [
                {"label": [text], "states": None, "share": n, "right": False, "number": "", "unconfirmed": False}
                for n in (0, 2)
            ]},
        ],
    }  # fmt: skip
    try:
        pdf, n_pages = typeset(json.dumps(payload).encode(), "x")
    except Refused as refused:
        assert [problem.code for problem in refused.problems] == ["cannot-print"]  # noqa: PT017
        return
    assert n_pages == 1
    if text.isascii() and text.isalnum():
        assert text in texts(pdf).replace(" ", "")


def test_rows_that_stand_for_millions_of_serial_numbers_are_refused_at_once(tmp_path: Path) -> None:
    rows = [f"Rifle {n},R-{n}00000 to R-{n}99999,100000,each,weapons,force,force,yes,no" for n in range(100, 120)]
    plan = plan_of(write_visit(tmp_path, items="\n".join([ITEMS.splitlines()[0], *rows])))
    with pytest.raises(Refused, match="too-many-serials"):
        make_papers(plan, language("en"))


def test_an_unknown_paper_is_refused_with_the_nearest_name(plan: Plan) -> None:
    with pytest.raises(Refused, match="personnel-list"):
        make_papers(plan, language("en"), only=["personel-list"])


def test_writing_keeps_other_files_and_leaves_nothing_aside(plan: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("keep", "utf-8")
    (folder / "personnel-list.pdf").write_text("old", "utf-8")
    made = make_papers(plan, language("en"))
    write_papers(made, folder)
    assert {path.name for path in folder.iterdir()} == {"mine.txt", *(file.name for file in made.files)}
    assert (folder / "mine.txt").read_text("utf-8") == "keep"
    assert (folder / "personnel-list.pdf").read_bytes().startswith(b"%PDF")


def test_a_folder_in_the_place_of_a_paper_stops_the_writing_before_it_begins(plan: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / "note-verbale-draft.pdf").mkdir(parents=True)
    with pytest.raises(Unavailable, match="is a folder"):
        write_papers(make_papers(plan, language("en")), folder)
    assert [path.name for path in folder.iterdir()] == ["note-verbale-draft.pdf"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("R-1", ["R-1"]),
        ("R-08 to R-11", ["R-08", "R-09", "R-10", "R-11"]),
        ("R-1, R-3 to 5; X", ["R-1", "R-3", "R-4", "R-5", "X"]),
        ("79-8701", ["79-8701"]),
        ("12-34", ["12-34"]),
        ("R-9 to R-1", ["R-9 to R-1"]),
        ("A-1 to B-5", ["A-1 to B-5"]),
        ("R-1 to R-999999999", ["R-1 to R-999999999"]),
        ("", []),
    ],
)
def test_serial_numbers_are_read_from_a_cell(text: str, found: list[str]) -> None:
    assert list(serials(text)) == found


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("FR20260504NE000042", True),
        ("FR20260504NE00042", False),
        ("FR20260230NE000042", False),
        ("XQ20260504NE000042", False),
        ("FR20260504XE000042", False),
        ("FR20260504NX000042", False),
        ("FR20260504NE000000", False),
    ],
)
def test_the_serial_number_of_form_302_is_checked(text: str, right: bool) -> None:
    assert check_serial(text) is right


def test_serial_numbers_that_do_not_fit_the_quantity_are_told_on_the_cover_but_lots_are_not(tmp_path: Path) -> None:
    items = ITEMS.replace("Smoke grenade,,40", "Smoke grenade,Lot 24-117,40").replace(",6,each", ",7,each")
    papers, _ = payloads(plan_of(write_visit(tmp_path, items=items)))
    arms = next(paper for paper in papers if paper.name == "arms-and-ammunition-list")
    assert list(arms.remarks) == ["Rifle #1 *x*: 6 serial numbers for a quantity of 7."]


def test_a_certificate_names_those_for_whom_the_facts_do_not_settle_that_they_belong_to_the_force(
    tmp_path: Path,
) -> None:
    def certificate(people: str) -> str:
        made = make_papers(plan_of(write_visit(tmp_path, people=people)), language("en"), only=["movement-order-group"])
        return texts(made.files[0].data)

    assert "settle" not in certificate(PEOPLE)
    one = PEOPLE.replace("Unheard-of,FRA,member", "Unheard-of,FRA,contractor")
    assert "does not show that these belong to the force: Łukasz Żółć." in certificate(one)
    assert "those named belong to the force" in certificate(PEOPLE.replace(",member,", ",contractor,"))


COURIER_BAG = "description,quantity,unit,kind,owner,use,sealed\nCourier bag,1,bag,official documents,force,force,yes\n"


def test_only_the_courier_s_own_order_relies_on_the_article_on_couriers(tmp_path: Path) -> None:
    visit = write_visit(tmp_path, items=COURIER_BAG)
    papers, found = payloads(plan_of(visit))
    assert "Art. XI(3)" not in found["movement-order-group"].decode()
    assert "dispatches" not in found["movement-order-group"].decode()
    blocks = json.loads(found["movement-orders-single"])["blocks"]
    cut = [n for n, block in enumerate(blocks) if block["kind"] == "newpage"] + [len(blocks)]
    assert [("Art. XI(3)" in json.dumps(part)) for part in (blocks[: cut[0]], blocks[cut[0] :])] == [True, False]
    assert [("Art. VI" in json.dumps(part)) for part in (blocks[: cut[0]], blocks[cut[0] :])] == [True, False]
    assert not any("courier" in remark for paper in papers for remark in paper.remarks)
    file = visit / "visit.toml"
    file.write_text(file.read_text("utf-8").replace('courier = "Yamada # Taro *bold*"\n', ""), "utf-8")
    papers, _ = payloads(plan_of(visit))
    (remark,) = [remark for paper in papers for remark in paper.remarks if "courier" in remark]
    assert language("en")(remark, cites="Art. XI(3)").startswith("Documents under seal travel with a courier")


def field(payload: bytes, label: str) -> list[str] | None:
    rows = [row for block in json.loads(payload)["blocks"] if block["kind"] == "fields" for row in block["rows"]]
    (value,) = [row["value"] for row in rows if label in row["label"]]
    assert value is None or isinstance(value, list)
    return value


@pytest.mark.parametrize(
    ("departs", "printed"),
    [
        ("2026-05-31T08:00:00+02:00", "2026-05-31 08:00 (UTC+02:00)"),
        ("2026-05-30T23:30:00Z", "2026-05-30 23:30 UTC"),
        ("2026-05-31T08:00:00", "2026-05-31 08:00"),
    ],
)
def test_an_order_says_when_the_group_departs_and_by_which_clock(tmp_path: Path, departs: str, printed: str) -> None:
    file = write_visit(tmp_path) / "visit.toml"
    file.write_text(file.read_text("utf-8").replace("2026-05-31T08:00:00+02:00", departs), "utf-8")
    _, found = payloads(plan_of(tmp_path))
    assert field(found["movement-order-group"], "Departs on") == [printed]


@pytest.mark.parametrize("stop", ["Guam", "USGUM", "PGUA"])
def test_the_first_stop_of_an_order_gets_no_state(tmp_path: Path, stop: str) -> None:
    file = write_visit(tmp_path) / "visit.toml"
    file.write_text(file.read_text("utf-8").replace('to = "Capo Teulada"', f'to = "{stop}"'), "utf-8")
    _, found = payloads(plan_of(tmp_path))
    assert field(found["movement-order-group"], "To") == [stop]
    assert field(found["movement-order-group"], "Receiving State") == ["Italie", "Italy"]


def test_masses_are_written_as_the_language_writes_them(tmp_path: Path) -> None:
    items = ITEMS.replace("dangerous goods\n", "dangerous goods,net explosive mass kg\n").replace(
        "yes,yes\n", "yes,yes,1.60\n"
    )
    plan = plan_of(write_visit(tmp_path, items=items))
    shown = {code: payloads(plan, code)[1]["dangerous-goods-list"].decode() for code in LANGUAGES}
    assert [code for code, text in shown.items() if '"1,60"' in text] == ["fr", "it"]
    assert [code for code, text in shown.items() if '"1.60"' in text] == ["en", "ja"]


def test_the_articles_of_a_legal_basis_stand_in_their_order(plan: Plan) -> None:
    _, found = payloads(plan)
    (table,) = [b for b in json.loads(found["note-verbale-draft"])["blocks"] if "full text" in json.dumps(b)]
    articles = [re.split(r"[(,]", row[0])[0] for row in table["rows"]]
    places = [f"Art. {roman}" for roman in ("I", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XX")]
    assert len(articles) > 3
    assert articles == sorted(articles, key=places.index)


@pytest.mark.parametrize(
    ("cite", "printed"),
    [
        ("article not confirmed (scope; Diet outline, S18)", "article not confirmed (scope; Diet outline)"),
        ("article not confirmed (import; Diet outline, S18; Australian customs notice, S15)",
         "article not confirmed (import; Diet outline; Australian customs notice)"),
        ("Diet outline (S18)", "Diet outline"),
        ("Art. XI(3)", "Art. XI(3)"),
    ],
)  # fmt: skip
def test_a_printed_citation_has_no_number_of_a_source(cite: str, printed: str) -> None:
    assert spoken(Cites((cite,)), language("en")) == printed
    for code in LANGUAGES:
        assert not re.search(r"S\d", spoken(Cites((cite,)), language(code)))


def test_several_states_in_a_text_are_said(plan: Plan) -> None:
    text = say("The date is not confirmed for: {states}.", states=(country_name("FR"), country_name("GB")))
    assert spoken(text, language("fr")).endswith("France; Royaume-Uni.")


def test_a_hash_can_be_copied_from_the_cover_sheet(plan: Plan) -> None:
    cover, *files = make_papers(plan, language("en")).files
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(cover.data)).pages]
    copied = re.sub(r"\s", "", "".join(pages))
    assert all(file.sha256 in copied for file in files)


def test_rows_that_say_nothing_of_arms_do_not_authorise_them(tmp_path: Path) -> None:
    people = PEOPLE.replace(",yes,yes\nŁ", ",yes,\nŁ")
    _, found = payloads(plan_of(write_visit(tmp_path, people=people)))
    roll = next(b for b in json.loads(found["movement-order-group"])["blocks"] if b.get("part"))
    arms = {row[1]: row[-1] for row in roll["rows"]}
    assert arms["山田 太郎"] is None
    assert arms["Łukasz Żółć"] is not None


def test_the_statements_of_a_paper_are_what_its_payload_says(plan: Plan) -> None:
    _, found = payloads(plan)
    statements = statements_of(found["personnel-list"])
    (roll,) = [each for each in statements if each.rows is not None]
    assert roll.part is Part.PEOPLE
    assert roll.rows is not None
    assert len(roll.rows) == 6
    assert [each.totals for each in statements if each.rows is None] == [((Measure.LINES, 6),)] * 2


def roll_of(tmp_path: Path, ranks: str) -> list[str]:
    """The ranks on the personnel list, in its order, of people with these ranks."""
    rows = "".join(f"Person {n},{rank},FRA,member,FR-{n}\n" for n, rank in enumerate(ranks.split(",")))
    people = "name,rank,nationality,role,id card\n" + rows
    _, found = payloads(plan_of(write_visit(tmp_path, people=people)))
    blocks = json.loads(found["personnel-list"])["blocks"]
    (roll,) = [block for block in blocks if block.get("part") == "PEOPLE"]
    return [row[2] for row in roll["rows"]]


def test_a_rank_without_a_grade_keeps_its_place_where_the_manifest_is_in_the_order_of_rank(tmp_path: Path) -> None:
    assert roll_of(tmp_path, "Colonel,,Unheard-of,Sergent") == ["Colonel", "Unheard-of", "Sergent", ""]
    assert roll_of(tmp_path, "Sergent,,Unheard-of,Colonel") == ["Colonel", "Sergent", "Unheard-of", ""]


def test_a_place_of_another_state_is_not_put_into_the_sending_or_the_receiving_one(tmp_path: Path) -> None:
    folder = write_visit(tmp_path)
    visit = (folder / "visit.toml").read_text(encoding="utf-8")
    visit = visit.replace('from = "Lyon"\nto = "Capo Teulada"', 'from = "KRPUS"\nto = "MTMLA"')
    (folder / "visit.toml").write_text(visit, encoding="utf-8")
    _, found = payloads(plan_of(folder))
    rows = [row for block in json.loads(found["movement-order-group"])["blocks"] for row in block.get("rows", [])]
    said = {row["label"][-1]: row["value"] for row in rows if isinstance(row, dict)}
    assert said["From"] == ["KRPUS"]
    assert said["To"] == ["MTMLA"]


def test_words_in_citations_are_said_in_the_language_of_the_paper(plan: Plan) -> None:
    _, english = payloads(plan)
    _, french = payloads(plan, "fr")
    assert "second sentence" in english["note-verbale-draft"].decode("utf-8")
    assert "second sentence" not in french["note-verbale-draft"].decode("utf-8")
