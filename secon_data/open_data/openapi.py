"""The description of all addresses, as OpenAPI 3.1: made of the schemas, the list of indicators and
the parameters that are understood, so that it says what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from secon_data.open_data import asked, forms, values
from secon_data.package import Package
from secon_data.schema import Field, Schema

_JSON = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_KNOWN_BY = {"indicator": ("indicators", "indicator_id"), "region": ("regions", "region_id")}
_TOLD = {
    "indicator": "Ids of indicators; without it, all.",
    "region": "Ids of regions; without it, all.",
    "year": "Years, or spans of them: 2020, 2015-2024; without it, the latest of each indicator.",
    "level": "NUTS levels; without it, all three.",
    "rev": "The number of a revision of the dataset, or the name of a version of all data that a "
    "link pins; without it, what is published now.",
}
_ERRORS = {
    "400": "The question is wrong; the answer says what there is to ask.",
    "404": "There is no such thing; the answer names the nearest, and what there is.",
    "429": "Too many questions; Retry-After says in how many seconds to come again.",
    "503": "The data cannot be read now; the answer says why.",
}


def description(package: Package) -> dict[str, Any]:
    """The description of what ``asked`` understands. DataError where the package cannot be read."""
    told = package.descriptor
    schemas = {name: package.schema(name) for name in package.names}
    rows = {name: _row(schema) for name, schema in schemas.items()}
    refused = {
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string"}, "known": {"type": "array"}},
    }
    paths = {f"/{file}": _path(file, package) for file in (*asked.addresses(package), "") if file}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": str(told.get("title", "")),
            "version": str(told.get("version", "")),
            "description": f"{told.get('description', '')} Every answer has an ETag; asked again "
            "with If-None-Match, what has not changed is answered with 304. Texts are what they "
            "are: nothing in them is guarded against spreadsheets.",
            "license": {"name": "CC BY 4.0 (the boundaries: their own terms, in areas.geojson)"},
        },
        # Beside this description, wherever that stands.
        "servers": [{"url": "../data"}],
        "paths": paths,
        "components": {
            "schemas": {**rows, "_value": _row(values.SCHEMA), "_refused": refused},
            "responses": {code: _error(text) for code, text in _ERRORS.items()},
        },
    }


def _path(file: str, package: Package) -> dict[str, Any]:
    name, _, form = file.rpartition(".")
    whose = name if name in package.names else ""
    if whose:
        about = package.dataset(whose)
        summary = f"{about.get('title', whose)}: {about.get('description', '')}".strip()
    else:
        summary = {
            asked.PACKAGE: "The data package (Frictionless) as it is published now",
            asked.AREAS: "Outlines of NUTS areas; their terms stand in them",
            asked.OPENAPI: "This description",
            asked.CHANGES: "What was published, when and why",
        }.get(file, "The best available value of each region, and what it stands for")
    there = {"description": "As asked", "content": {_kind(form): _content(whose, file, form)}}
    errors = {code: {"$ref": f"#/components/responses/{code}"} for code in _ERRORS}
    get = {
        "operationId": file.replace(".", "_"),
        "summary": summary,
        "parameters": [_parameter(one, package) for one in asked.parameters(file)],
        "responses": {"200": there, "304": {"description": "What you have is the newest"}} | errors,
    }
    return {"get": get}


def _kind(form: str) -> str:
    return forms.KINDS[form].partition(";")[0]


def _content(dataset: str, file: str, form: str) -> dict[str, Any]:
    if form == "json" and (dataset or file in asked.VALUES):
        row = {"$ref": f"#/components/schemas/{dataset or '_value'}"}
        return {"schema": {"type": "array", "items": row}}
    if form in ("json", "geojson"):
        return {"schema": {"type": "object"}}
    return {} if form == "parquet" else {"schema": {"type": "string"}}


def _parameter(name: str, package: Package) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "string"}
    if name in _KNOWN_BY:
        dataset, column = _KNOWN_BY[name]
        item["enum"] = package.table(dataset)[column].tolist()
    elif name == "year":
        item["pattern"] = r"^\d{4}(-\d{4})?$"
    elif name == "level":
        item = {"type": "integer", "enum": list(asked.LEVELS)}
    else:
        item["pattern"] = r"^(\d{1,9}|[0-9a-f]{10})$"
    several = name != "rev"
    said: dict[str, Any] = {"name": name, "in": "query", "description": _TOLD[name]}
    if not several:
        return said | {"schema": item}
    # Repeated; with commas between they are understood too.
    return said | {"schema": {"type": "array", "items": item}, "style": "form", "explode": True}


def _row(schema: Schema) -> dict[str, Any]:
    """A row of a dataset as its JSON has it."""
    fields = schema.fields.values()
    return {
        "type": "object",
        "required": list(schema.fields),
        "properties": {field.name: _cell(field) for field in fields},
    }


def _cell(field: Field) -> dict[str, Any]:
    kind = "integer" if field.whole else _JSON.get(field.type, "string")
    said: dict[str, Any] = {"type": kind if field.required else [kind, "null"]}
    said |= {k: v for k, v in (("title", field.title), ("description", field.description)) if v}
    if field.allowed:
        said["enum"] = [*field.allowed, *([] if field.required else [None])]
    if field.pattern:
        said["pattern"] = f"^(?:{field.pattern})$"
    limits: Mapping[str, Any] = {"minimum": field.minimum, "maximum": field.maximum}
    return said | {k: v for k, v in limits.items() if v is not None and field.numeric}


def _error(text: str) -> dict[str, Any]:
    body = {"schema": {"$ref": "#/components/schemas/_refused"}}
    return {"description": text, "content": {"application/json": body}}
