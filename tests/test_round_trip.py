"""What is taken away comes back as it was: every dataset, every form, any text."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import pytest
from examples import tried
from hypothesis import given, settings
from hypothesis import strategies as st

from secon_data import export, intake, proposal, recognising, workbooks
from secon_data.intake import cells, columns, urls
from secon_data.package import SHIPPED, Package

PACKAGE = Package(SHIPPED)
ROWS = 400
TEXTS = 6  # in one file: to send it takes as long as with one


def zipped(content: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.md", "What is in here")
        bundle.writestr(name, content)
    return out.getvalue()


FORMS = {
    "template": lambda package, name, table: (
        workbooks.template(package, name, table), f"{name}.xlsx",
    ),
    "export": lambda package, name, table: (
        export.written(table, package.schema(name)), f"{name}.csv",
    ),
    "spreadsheet": lambda package, name, table: (workbooks.csv(table), f"{name}.csv"),
    "zip": lambda package, name, table: (
        zipped(export.written(table, package.schema(name)), f"{name}.csv"), f"{name}.zip",
    ),
}  # fmt: skip
every_form = pytest.mark.parametrize("form", FORMS)


def come_back(package: Package, name: str, table: pd.DataFrame, form: str) -> proposal.Examined:
    """A table, taken away in a form and sent back."""
    content, file = FORMS[form](package, name, table)
    schema = package.schema(name)
    found = intake.read(
        content, file, known=columns.names(schema),
        spread=recognising.spread(package, name, None, (str,)),
    )  # fmt: skip
    words = recognising.code_words(package, name, (str,))
    made = proposal.propose(found, name, package, None, None, words)
    return proposal.examine(made, name, package, {})


@every_form
@pytest.mark.parametrize("name", PACKAGE.names)
def test_every_dataset_comes_back_unchanged(name, form):
    table = PACKAGE.table(name)
    table = table.iloc[:: max(1, len(table) // ROWS)]
    back = come_back(PACKAGE, name, table, form)
    assert [(p.code, p.row, p.column, p.value) for p in back.report.errors] == []
    assert back.changed is not None and back.changed.none
    # What is as it was published needs no look either.
    doubts = {p.code for p in back.report.warnings if p.stage != "plausibility"}
    assert doubts == set()


def free(name: str) -> list[str]:
    """The columns of a dataset that take any text."""
    schema = PACKAGE.schema(name)
    return [
        column
        for column, field in schema.fields.items()
        if field.type == "string" and not field.allowed and not field.date and not field.pattern
        and column not in {*schema.key, *schema.references} and not urls.column(column)
    ]  # fmt: skip


FREE = {name: free(name) for name in ("enterprises", "funding", "stakeholders", "practices")}
HOSTILE = st.one_of(
    st.text(max_size=40),
    st.text("=+-@'\"\t\r\n;,|{}[]<>#%:.0123456789eE€ ñőž", max_size=30),
    st.sampled_from(
        ["=1+1", "'=1+1", "''", "-5", "+plus", "@home", "1.234", "12,5 %", "(5)", "TRUE"]
    ),
)


@every_form
@settings(max_examples=tried(12))
@given(data=st.data())
def test_any_text_comes_back(form, data):
    name = data.draw(st.sampled_from(sorted(FREE)))
    table = PACKAGE.table(name).iloc[:TEXTS].copy()
    for row in range(TEXTS):
        column = data.draw(st.sampled_from(FREE[name]))
        text = data.draw(HOSTILE)
        # What is published has come in before: without white space around it, and no gap.
        text = cells.without_gaps(pd.Series([text.replace("\r", " ")])).iloc[0]
        if text:
            table.iloc[row, table.columns.get_loc(column)] = text
    package = PACKAGE.with_tables({name: table})
    back = come_back(package, name, table, form)
    errors = [(p.code, p.column, p.value) for p in back.report.errors]
    if not errors:
        assert back.changed is not None
        assert back.changed.cells.to_dict("records") == [] and back.changed.none
    # A file may be told to be damaged; it may not come in as something else.
    assert {code for code, *_ in errors} <= {"encoding-damage", "error-cell", "row-swallowed"}
