# Two commands: `make run` and `make test`. Each sets up what it needs; a second time nothing is installed.
PORT ?= 8501
PYTHON ?= $(shell tools/find_python.sh)
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-thorough check bench geometry postal-codes words pictures clean

run: $(VENV)/app.stamp
	@$(BIN)/python tools/serve.py --port $(PORT)

# Properties are tried with four times as many made-up examples, slides in every language for every region.
test-thorough: ASKED := --hypothesis-profile=thorough
test-thorough: test

test: $(VENV)/dev.stamp
	@tools/browser.sh
	@tools/office.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@# Dozens of the tests' processes import the same modules: they compile them once.
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist worksteal $(ASKED)

bench: $(VENV)/dev.stamp
	@tools/browser.sh
	$(BIN)/python -m bench $(PARTS)

postal-codes: $(VENV)/dev.stamp
	$(BIN)/python -m tools.build_postal_codes

geometry: $(VENV)/dev.stamp
	$(BIN)/python -m tools.build_geometry

words: $(VENV)/dev.stamp
	$(BIN)/python tools/extract_words.py

pictures: $(VENV)/dev.stamp
	$(BIN)/python -m tools.pictures

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# A stamp holds what was installed, so that only a changed list installs again; it is written last.
$(VENV)/app.stamp: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the app needs …"
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt $(VENV)/app.stamp
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make run PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "«$(PYTHON) -m venv» failed: install Python's venv module (on Debian and Ubuntu: the package python3-venv)."; exit 1; }
