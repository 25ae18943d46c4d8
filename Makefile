# The only commands anyone has to know. `make serve` and `make test` do everything from nothing.

PYTHON ?= python3
PORT ?= 7860
VENV := .venv
BIN := $(VENV)/bin
DATA := data
SOURCES := $(shell find kb/regulations kb/*.py ingest/*.py -type f 2>/dev/null)

.PHONY: help install serve ingest test lint bench evals lock clean

help:
	@echo "make serve    everything from nothing to the running chat (PORT=7860)"
	@echo "make test     everything from nothing to a green test run"
	@echo "make install  environment and published index, no server"
	@echo "make ingest   build and publish the index (nothing to do when unchanged)"
	@echo "make lint     ruff and mypy"
	@echo "make bench    the figures of README.md, measured now"
	@echo "make evals    run every evaluation question"
	@echo "make lock     resolve the dependencies anew (developers)"

# An environment belongs to the lock file it was made from.
$(VENV)/.runtime: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	touch $@

$(VENV)/.developer: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

install: ingest

ingest: $(VENV)/.runtime
	$(BIN)/python -m ingest --data $(DATA)

serve: install
	$(BIN)/python -m bot serve --data $(DATA) --port $(PORT)

test: $(VENV)/.developer ingest
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m evals run --split all --data $(DATA) --quiet
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.developer ingest
	$(BIN)/python -m tests.bench --data $(DATA)

evals: $(VENV)/.runtime ingest
	$(BIN)/python -m evals run --split all --data $(DATA) --html build/evals.html --json build/evals.json

# Needs uv; the lock files hold for every Python from 3.11 on and name no index.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf build artefacts .pytest_cache .mypy_cache .ruff_cache
