"""The data package as it is installed elsewhere: what the wheel holds, and that it needs no more."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name as plain
from stores import made

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
ALONE = {
    k: v for k, v in os.environ.items() if k not in ("SECON_STORE", "SECON_DATA", "PYTHONPATH")
}


def run(*command, cwd, **environment):
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env={**ALONE, **environment}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built as `pip install .` builds it, by the backend that the tests have already."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [*PIP, "wheel", ROOT, "--no-build-isolation", "--no-deps", "--wheel-dir", folder]
    made = run(*build, cwd=folder)
    assert made.returncode == 0, made.stderr
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with what the wheel installs; what it needs is there already."""
    folder = tmp_path_factory.mktemp("installed")
    made = run(*PIP, "install", "--no-deps", "--no-index", "--target", folder, wheel, cwd=folder)
    assert made.returncode == 0, made.stderr
    return folder


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names} == {"secon_data", "secon_data-1.0.0.dist-info"}
    shipped = {name.removeprefix("secon_data/shipped/") for name in names if "/shipped/" in name}
    data = {f"data/{f.relative_to(ROOT / 'data').as_posix()}" for f in (ROOT / "data").rglob("*.*")}
    layers = {f"geometry/{n}.geojson" for n in ("nuts1", "nuts2", "nuts3", "partner_regions")}
    assert shipped == data | layers | {"geometry/README.md"}
    assert "secon_data/py.typed" in names


def test_what_is_installed_works_in_an_empty_folder(installed, tmp_path):
    code = (
        "import json, sys, secon_data\n"
        "from secon_data import package, settings\n"
        "data = secon_data.load()\n"
        "print(json.dumps({'file': secon_data.__file__, 'folder': str(data.folder),\n"
        "    'store': settings.store().address, 'names': data.names,\n"
        "    'rows': [len(secon_data.region_shapes()), len(secon_data.area_shapes(3))],\n"
        "    'foreign': sorted({'streamlit', 'secon_ui', 'pages'} & set(sys.modules))}))\n"
    )
    done = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert Path(found["file"]).is_relative_to(installed)
    assert Path(found["folder"]) == installed / "secon_data" / "shipped" / "data"
    assert found["store"] == str(tmp_path / "secon-store")
    described = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert found["names"] == [resource["name"] for resource in described["resources"]]
    assert found["rows"] == [9, 730] and found["foreign"] == []


def test_the_command_says_what_the_module_says_in_the_checkout(installed, tmp_path):
    asked = ("rank", "unemployment_rate_15_74", "2025", "--json")
    command = installed / "bin" / "secon-data"
    there = run(sys.executable, command, *asked, cwd=tmp_path, PYTHONPATH=str(installed))
    here = run(
        sys.executable, "-m", "secon_data", *asked, cwd=ROOT, SECON_STORE=made(tmp_path).address
    )
    assert there.returncode == 0, there.stderr
    assert len(json.loads(there.stdout)) == 9 and there.stdout == here.stdout


def test_what_is_imported_is_declared_and_the_app_has_a_version_that_fits():
    imported = set()
    for file in (ROOT / "secon_data").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            imported |= {name.split(".")[0] for name in names}
    known = packages_distributions()
    foreign = imported - set(sys.stdlib_module_names) - {"secon_data"}
    declared = {plain(r.name): r for r in map(Requirement, PROJECT["dependencies"])}
    assert {plain(known[name][0]) for name in foreign} == set(declared)
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.split("#")[0]) for line in lines if line.split("#")[0].strip()]
    for pin in pins:
        wanted = declared.get(plain(pin.name))
        (version,) = pin.specifier
        assert wanted is None or version.version in wanted.specifier, pin
