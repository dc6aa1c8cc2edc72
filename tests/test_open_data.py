"""The data at an address, without a server: what may be asked, and the bytes that answer it."""

from __future__ import annotations

import hashlib
import io
import json
from contextlib import suppress

import duckdb
import feedparser
import geopandas
import jsonschema
import pandas as pd
import pytest
from examples import tried
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import package as made_up
from openapi_spec_validator import OpenAPIV31SpecValidator
from pyarrow import parquet
from stores import made
from test_api import FIGURES

from secon_data import api
from secon_data.errors import DataError
from secon_data.open_data import changes_feed, forms, openapi, values
from secon_data.open_data.answers import UnavailableError, answer, areas
from secon_data.open_data.asked import Asked, RefusedError, addresses, understood
from secon_data.package import SHIPPED, Package
from secon_data.schema import Schema
from secon_data.store import pins

VALUES = "indicator=rate&year=2020"


@pytest.fixture(scope="module")
def shipped() -> Package:
    return Package(SHIPPED)


@pytest.fixture
def small(tmp_path) -> Package:
    return made_up(tmp_path / "data", FIGURES)


@pytest.fixture
def published(tmp_path) -> Package:
    """The shipped data with themes published twice: one row less, and with hostile texts."""
    store = made(tmp_path / "store")
    data = Package(SHIPPED, store)
    table = data.table("themes")
    who = "Anna Bērziņa (anna@example.org)"
    store.publish(data, "themes", table.iloc[:-1], expected=None, who=who, why="one <less> & out")
    hostile = table.assign(group_name=(["=1+1", 'a"b', "x,-y", "\r", "ā"] * 99)[: len(table)])
    why = "asked by anna bērziņa, write to anna@example.org\x0b or b@c.lv"
    store.publish(data, "themes", hostile, expected=1, who=who, why=why)
    return Package(SHIPPED, store)


def got(package: Package, file: str, query: str = "") -> bytes:
    return answer(understood(file, query, package), package).body


def refused(package: Package, file: str, query: str = "") -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        got(package, file, query)
    return caught.value


def test_values_say_what_they_stand_for_in_csv(small):
    # Worked out by hand in test_api: one is AA11; two the areas around its parts, by its own
    # inhabitants, (4×100 + 6×300)/400; three the area around it, a year before.
    assert got(small, "values.csv", VALUES).decode() == (
        "region_id,region,indicator_id,indicator,year_asked,year,value,unit,basis,areas,area_names,"
        "level,flag,flags_known,approximate,source,extract_ids,reason\n"
        'one,One,rate,rate,2020,2020,8,%,own,AA11,Area AA11,2,b,true,false,"Eurostat, '
        'table_1;unit=PC (2026-01-01)",m-1,\n'
        'two,Two,rate,rate,2020,2020,5.5,%,wider,AA12+AA13,"Area AA12, Area AA13",2,,true,true,'
        '"Eurostat, table_1;unit=PC (2026-01-01)",m-1,\n'
        "three,Three,rate,rate,2020,2019,5,%,wider,BB11,Area BB11,2,,true,false,"
        '"Eurostat, table_1;unit=PC (2026-01-01)",m-1,\n'
    )


def test_values_in_json_are_numbers_words_and_null(small):
    rows = json.loads(got(small, "values.json", "indicator=population_1_january&region=two,one"))
    one, two = rows
    assert (one["region_id"], one["value"], one["level"]) == ("one", None, None)
    assert (one["reason"], one["flags_known"]) == ("not-in-data", False)
    assert (two["region_id"], two["value"], two["year"]) == ("two", 400.0, 2020)
    assert two["approximate"] is False and two["reason"] is None


def test_the_columns_of_values_are_those_of_python(small):
    table = api.values("rate", 2020, package=small)
    assert list(values.SCHEMA.fields) == list(table)
    assert set(small.names) >= set(values.MADE_OF)


def test_questions_may_be_repeated_or_have_commas_and_are_one(small):
    one = understood("values.csv", "region=two&region=one&year=2019-2020", small)
    assert one == understood("values.csv", "region=one%2C+two&year=2020,2019", small)
    assert (one.regions, one.years, one.indicators) == (("one", "two"), (2019, 2020), None)


@pytest.mark.parametrize(
    ("file", "query", "status", "told"),
    [
        ("ares.csv", "", 404, "There is nothing at «ares.csv». Did you mean «areas.csv»?"),
        ("../etc/passwd", "", 404, "There is nothing at «../etc/passwd»."),
        ("areas.xlsx", "", 404, "«areas» comes as csv, parquet, json, not as «xlsx»."),
        ("values.csv", "indicator=rat", 404,
         "«rat» is not in the indicators. Did you mean «rate»?"),
        ("values.csv", "region=oen", 404, "«oen» is not in the regions. Did you mean «one»?"),
        ("values.csv", "year=1990", 404,
         "There are no values of 1990: the years are 2019 to 2020."),
        ("values.csv", "indicator=density", 404, "There are no values of density."),
        ("values.csv", "year=20", 400,
         "«20» is no year: write 2020, or 2015-2024 for several."),
        ("values.csv", "year=2020-2019", 400,
         "«2020-2019» is no year: write 2020, or 2015-2024 for several."),
        ("values.csv", "year=٢٠٢٠", 400,
         "«٢٠٢٠» is no year: write 2020, or 2015-2024 for several."),
        ("values.csv", "regions=one", 400,
         "There is no parameter «regions». Did you mean «region»?"),
        ("values.csv", "region=", 400, "«region» has no value."),
        ("values.csv", "region=%ff", 400, "The query is not UTF-8."),
        ("values.csv", "region=" + "a," * 3000, 400, "A query has at most 4000 characters."),
        ("openapi.json", "rev=1", 400, "There is no parameter «rev». It takes none."),
        ("areas.geojson", "level=5", 404, "There are no areas of level «5»."),
        ("areas.csv", "rev=-1", 400, "«rev» is one: the number of a revision of «areas», or the "
         "name of a version that a link pins."),
        ("areas.csv", "rev=1&rev=2", 400, "«rev» is one: the number of a revision of «areas», or "
         "the name of a version that a link pins."),
        ("values.csv", "rev=1", 400, "«rev» is one: the name of a version that a link pins."),
        ("areas.csv", "rev=1", 404, "«areas» was never published: it has no revisions yet."),
    ],
)  # fmt: skip
def test_what_there_is_not_is_told_with_what_there_is(small, file, query, status, told):
    found = refused(small, file, query)
    assert (found.status, found.sentence) == (status, told)


def test_a_refusal_lists_what_there_is(small):
    assert refused(small, "values.csv", "region=x").known == ("one", "two", "three")
    assert refused(small, "x").known == tuple(addresses(small))
    assert len(refused(small, "x" * 9000).sentence) < 200


@given(st.text(max_size=60), st.text(max_size=60))
@settings(
    max_examples=tried(200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_asked_is_understood_or_refused(shipped, file, query):
    for name in (file, "values.csv", "funding.json"):
        with suppress(RefusedError):  # anything else fails
            assert isinstance(understood(name, query, shipped), Asked)


def test_without_observations_there_are_no_values(tmp_path):
    assert refused(made_up(tmp_path, []), "values.csv").sentence == "There are no values yet."


def test_a_dataset_that_was_never_published_is_the_shipped_file(shipped):
    found = answer(understood("funding.csv", "", shipped), shipped)
    assert found.body == (SHIPPED / "funding.csv").read_bytes() and found.revision is None


@pytest.mark.parametrize("form", ["csv", "parquet", "json"])
@pytest.mark.parametrize("name", Package(SHIPPED).names)
def test_every_form_of_every_dataset_reads_back_as_it_is(shipped, name, form):
    table, content = shipped.table(name), got(shipped, f"{name}.{form}")
    expected = table.astype("object").where(table.notna(), None)
    if form == "csv":
        text = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        assert (text.to_numpy() == "").tolist() == table.isna().to_numpy().tolist()
        read = pd.read_csv(io.BytesIO(content), keep_default_na=False, na_values=[""])
    elif form == "parquet":
        read = parquet.read_table(io.BytesIO(content)).to_pandas(integer_object_nulls=True)
    else:
        read = pd.DataFrame(json.loads(content), columns=list(table), dtype="object")
    read = read.astype("object").where(read.notna(), None)
    assert list(read) == list(table) and read.to_numpy().tolist() == expected.to_numpy().tolist()


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(
    st.lists(
        st.tuples(
            st.none() | TEXTS.filter(bool),
            st.none() | st.integers(-(2**53), 2**53),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.none() | st.booleans(),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=tried(150), deadline=None)
def test_any_texts_and_numbers_read_back_from_each_form(rows):
    kinds = {"a": "string", "b": "integer", "c": "number", "d": "boolean"}
    schema = Schema({"fields": [{"name": n, "type": kind} for n, kind in kinds.items()]})
    table = pd.DataFrame(
        {
            name: pd.Series([row[place] for row in rows], dtype=schema.fields[name].dtype)
            for place, name in enumerate(kinds)
        }
    )
    expected = [list(row) for row in rows]
    found = json.loads(forms.written(table, schema, "json"))
    assert [list(row.values()) for row in found] == expected
    content = forms.written(table, schema, "parquet")
    assert [
        list(row.values()) for row in parquet.read_table(io.BytesIO(content)).to_pylist()
    ] == expected
    text = forms.written(table, schema, "csv")
    read = pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False, skip_blank_lines=False)
    assert read["a"].tolist() == [row[0] or "" for row in rows]
    numbers = [None if cell == "" else float(cell) for cell in read["c"]]
    assert numbers == [row[2] for row in rows]


def test_what_no_json_can_say_is_null_and_csv_says_it_as_table_schema_does():
    schema = Schema({"fields": [{"name": "x", "type": "number"}]})
    table = pd.DataFrame({"x": [float("inf"), float("-inf"), 0.5]})
    assert json.loads(forms.written(table, schema, "json")) == [
        {"x": None},
        {"x": None},
        {"x": 0.5},
    ]
    assert forms.written(table, schema, "csv") == b"x\nINF\n-INF\n0.5\n"


def test_texts_are_no_guarded_ones(published):
    read = pd.read_csv(io.BytesIO(got(published, "themes.csv")), dtype=str, keep_default_na=False)
    assert read["group_name"].tolist()[:4] == ["=1+1", 'a"b', "x,-y", "\r"]


def test_an_older_revision_is_what_it_was(published):
    first = answer(understood("themes.csv", "rev=0", published), published)
    assert first.revision == 0
    whole = pd.read_csv(SHIPPED / "themes.csv")
    pd.testing.assert_frame_equal(pd.read_csv(io.BytesIO(first.body)), whole)
    assert len(json.loads(got(published, "themes.json", "rev=1"))) == len(whole) - 1
    now = answer(understood("themes.csv", "", published), published)
    assert now.revision == 2 and now.body == got(published, "themes.csv", "rev=2")
    told = refused(published, "themes.csv", "rev=3")
    assert told.sentence == "«themes» has no revision 3: its newest is 2."
    assert told.known == (0, 1, 2)


def test_a_version_that_a_link_pins_is_given_whole(published):
    rev = pins.keep(published.store, published)
    before = {file: got(published, file) for file in ("themes.csv", "values.csv", "regions.csv")}
    table = published.table("themes")
    published.store.publish(published, "themes", table[:3], expected=2, who="a", why="b")
    now = Package(SHIPPED, published.store)
    then = pins.opened(published.store, rev, now)
    assert len(json.loads(got(now, "themes.json"))) == 3
    for file, content in before.items():
        assert pd.read_csv(io.BytesIO(got(then, file, f"rev={rev}"))).equals(
            pd.read_csv(io.BytesIO(content))
        )
    assert answer(understood("themes.csv", f"rev={rev}", then), then).revision == 2
    found = json.loads(got(then, "datapackage.json", f"rev={rev}"))
    assert {one["path"] for one in found["resources"]} == {
        f"{name}.csv?rev={rev}" for name in now.names
    }
    for one in found["resources"]:
        content = got(then, *one["path"].split("?"))
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_package_names_what_is_published_now_and_its_bytes(published):
    found = json.loads(got(published, "datapackage.json"))
    resources = {one["name"]: one for one in found["resources"]}
    assert list(resources) == published.names
    themes, regions = resources["themes"], resources["regions"]
    assert (themes["path"], themes["revision"]) == ("themes.csv?rev=2", 2)
    assert regions["path"] == "regions.csv" and "revision" not in regions
    for one in (themes, regions):
        content = got(published, *one["path"].split("?"))
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert one["schema"] == published.schema(one["name"]).descriptor
        assert one["weaknesses"] and one["sources"]
    assert found["licenses"] == published.descriptor["licenses"]


def test_what_is_damaged_is_refused_with_the_older_one_and_no_place(published, tmp_path):
    newest = max((tmp_path / "store" / "themes").glob("*.parquet"), key=lambda f: f.stat().st_mtime)
    newest.write_bytes(b"x")
    again = Package(SHIPPED, published.store)
    for asked in (["themes.csv"], ["themes.json"], ["themes.csv", "rev=2"], ["datapackage.json"]):
        with pytest.raises(UnavailableError) as caught:
            got(again, *asked)
        assert str(caught.value).startswith(
            "What was published last of «themes» (revision 2) is damaged. "
            "An older one: themes.csv?rev=1."
        )
        assert str(tmp_path) not in str(caught.value)
    # What does not need it is given.
    assert got(again, "themes.csv", "rev=1") and got(again, "regions.csv")
    assert got(again, "values.csv", "indicator=neet_15_29") and got(again, "changes.atom")


def test_areas_are_read_by_others_and_say_whose_they_are(tmp_path, shipped):
    content = got(shipped, "areas.geojson", "level=2")
    told = json.loads(content)
    assert told["attribution"].startswith("© EuroGeographics, © UN-FAO, © Turkstat")
    assert told["licence"].startswith("Not CC BY: for non-commercial purposes")
    read = geopandas.read_file(io.BytesIO(content))
    assert len(read) == 120 and read.crs == "EPSG:4326" and read.geometry.is_valid.all()
    assert list(read.drop(columns=["id", "geometry"])) == [
        "area_id", "name", "level", "country_code", "longitude", "latitude",
    ]  # fmt: skip
    riga = json.loads(got(shipped, "areas.geojson"))["features"]
    assert len(riga) == 47 + 120 + 730 == 897
    assert {f["properties"]["area_id"] for f in riga} >= {"LV00", "LV006", "PL9"}
    with pytest.raises(DataError) as caught:
        areas((2,), tmp_path)
    assert caught.value.file == "nuts2.geojson"


def test_duckdb_reads_the_parquet_file(tmp_path, shipped):
    file = tmp_path / "observations.parquet"
    file.write_bytes(got(shipped, "observations.parquet"))
    count, riga = duckdb.sql(
        f"select count(*), max(value) filter (area_id = 'LV00' and indicator_id = 'neet_15_29' "
        f"and year = 2022) from '{file}'"
    ).fetchall()[0]
    table = shipped.table("observations")
    assert count == len(table) and riga == pytest.approx(11.3)


# --- the description ---


def test_the_description_is_openapi_and_names_every_address(shipped):
    told = json.loads(got(shipped, "openapi.json"))
    OpenAPIV31SpecValidator(told).validate()
    assert set(told["paths"]) == {f"/{file}" for file in addresses(shipped)}
    asked = {p["name"]: p["schema"] for p in told["paths"]["/values.csv"]["get"]["parameters"]}
    indicators = shipped.table("indicators")["indicator_id"].tolist()
    assert asked["indicator"]["items"]["enum"] == indicators
    assert set(asked) == {"indicator", "year", "region", "rev"}


def test_rows_are_as_the_description_says(shipped):
    told = openapi.description(shipped)

    def check(row: str, file: str, query: str = "") -> None:
        schema = {"$ref": f"#/components/schemas/{row}", "components": told["components"]}
        validator = jsonschema.Draft202012Validator(schema)
        for one in json.loads(got(shipped, file, query))[:300]:
            validator.validate(one)

    for name in shipped.names:
        check(name, f"{name}.json")
    check("_value", "values.json")


def test_the_description_follows_schemas_and_parameters(tmp_path):
    small = made_up(tmp_path, FIGURES)
    small.table("indicators")  # read before
    schema = tmp_path / "schemas" / "breaks.json"
    said = json.loads(schema.read_text())
    said["fields"].append({"name": "added", "type": "year", "constraints": {"minimum": 1900}})
    schema.write_text(json.dumps(said))
    told = openapi.description(Package(tmp_path))
    row = told["components"]["schemas"]["breaks"]
    assert row["properties"]["added"] == {"type": ["integer", "null"], "minimum": 1900}


# --- the feed ---


def test_the_feed_says_what_when_and_why_and_nobodys_name(published):
    content = got(published, "changes.atom")
    read = feedparser.parse(content)
    assert not read.bozo and read.version == "atom10"
    assert read.feed.title == "SECON regions: what was published"
    second, first = read.entries
    assert (first.title, second.title) == (
        "Themes of practices: revision 1",
        "Themes of practices: revision 2",
    )
    rows = len(published.table("themes"))
    assert first.summary == f"one <less> & out – {rows - 1} rows: 1 removed."
    assert (
        second.summary == f"asked by …, write to … or … – {rows} rows: 1 added, {rows - 1} changed."
    )
    assert second.updated >= first.updated == first.published
    text = content.decode().lower()
    assert "anna" not in text and "bērziņa" not in text and "example.org" not in text
    hrefs = {link.rel: link.href for link in second.links}
    assert (
        hrefs["related"] == "themes.csv?rev=2" and hrefs["alternate"] == "../sources?dataset=themes"
    )


def test_ids_of_the_feed_stay(published, tmp_path):
    before = feedparser.parse(got(published, "changes.atom"))
    table = published.table("themes")
    published.store.restore(published, "themes", 1, expected=2, who="a b", why="back")
    again = feedparser.parse(got(Package(SHIPPED, published.store), "changes.atom"))
    assert again.feed.id == before.feed.id
    assert [one.id for one in again.entries[1:]] == [one.id for one in before.entries]
    assert len({one.id for one in again.entries}) == 3
    assert again.entries[0].summary.startswith("Revision 1 again. back – ")
    assert len(table) and again.feed.updated == again.entries[0].updated


def test_a_feed_of_nothing_is_one(shipped):
    read = feedparser.parse(got(shipped, "changes.atom"))
    assert not read.bozo and read.entries == [] and read.feed.updated and read.feed.id


@pytest.mark.parametrize(
    ("why", "who", "told"),
    [
        ("Anna sent it", "Anna", "… sent it"),
        ("Annas list", "Anna", "Annas list"),
        ("by A. (B) today", "A. (B)", "by … today"),
        ("calls of 2027", "anna@example.org", "calls of 2027"),
        ("from x@y.eu, thanks", "", "from …, thanks"),
    ],
)
def test_names_are_taken_out_of_what_was_written(why, who, told):
    assert changes_feed.unnamed(why, who) == told


def test_a_long_table_is_written_with_rests_in_which_pages_are_answered(monkeypatch, shipped):
    rests = []
    monkeypatch.setattr(forms.time, "sleep", rests.append)
    table = shipped.table("observations")[:1001]
    written = forms.written(table, shipped.schema("observations"), "json")
    assert len(json.loads(written)) == 1001
    assert len(rests) == 6 and all(rest > 0 for rest in rests)  # 200 rows five times, and one
