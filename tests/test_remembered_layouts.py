"""What is said of a file is kept for the next of the same layout."""

from __future__ import annotations

import json

import pytest
from stores import made

from secon_data import layouts
from secon_data.package import SHIPPED, Package
from secon_data.proposal import Said

SAID = Said(
    by_hand={"Nazwa": "name", "Lp.": ""}, same={"country_code": "PL", "gone": "x"}, named=True,
    words={"organisation_type": {"spółdzielnia": "cooperative"}}, gaps=frozenset({"country_code"}),
    placed=True, only={"Status": frozenset({"a", "b"})},
)  # fmt: skip


@pytest.fixture
def schema():
    return Package(SHIPPED).schema("enterprises")


def test_what_was_said_is_there_again(tmp_path, schema):
    store = made(tmp_path)
    name = layouts.key("enterprises", ["Lp.", "Nazwa"])
    assert layouts.recall(store, name, schema) is None
    layouts.remember(store, name, SAID, {"header": 3, "encoding": "cp1250"})
    found = layouts.recall(store, name, schema)
    # A column that the dataset has no longer is not said; letters are each file's own.
    assert found is not None and found.reading == {"header": 3}
    assert found.said.same == {"country_code": "PL"}
    for part in ("by_hand", "named", "words", "gaps", "placed", "only"):
        assert getattr(found.said, part) == getattr(SAID, part)
    assert store.revisions() == {}


def test_other_columns_or_another_dataset_are_another_layout():
    one = layouts.key("enterprises", ["a", "b"])
    assert len({one, layouts.key("enterprises", ["a,b"]), layouts.key("funding", ["a", "b"])}) == 3


@pytest.mark.parametrize("content", [b"", b"{", b"[]", json.dumps({"same": 1}).encode()])
def test_what_is_damaged_is_not_there(tmp_path, schema, content):
    store = made(tmp_path)
    layouts.remember(store, "a", SAID, {})
    (tmp_path / "_layouts" / "a.json").write_bytes(content)
    assert layouts.recall(store, "a", schema) is None
