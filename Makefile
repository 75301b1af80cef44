# make run     set everything up, then run the first scenario
# make serve   set everything up, then open the page on which scenarios are explored
# make test    set everything up, then run the tests
# make check   what CI runs: linters, types, architecture, documentation, wheel, tests
# make wheel   build sdist and wheel, and try the wheel in a fresh environment
# make bench   print timings and memory; make long-bench: what else benchmarks/ measures
# make docs    build the documentation as a site, docs/_build/html/index.html
# make clean   remove everything that can be made again (runs/ holds results: it stays)
#
# Needs Python 3.11 or newer, make and a package index.  PYTHON=... picks another Python,
# SCENARIO=... another scenario, ARGS="..." adds options to `detente run` or to pytest,
# WORKERS=... runs the tests in that many processes (0: in this one).

SCENARIO ?= nato-east-asia
ARGS ?=
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.installed-core
DEV := $(VENV)/.installed-dev
WEB := $(VENV)/.installed-web

# An environment that was copied or moved would run the code of its old folder.
FOLDER := $(VENV)/.folder
$(shell [ ! -f $(FOLDER) ] || [ "$$(cat $(FOLDER))" = "$(CURDIR)" ] || rm -rf $(VENV))

# The first Python on the path that is new enough.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)

# uv installs three times faster than pip; where it cannot be had, pip does the same work.
# Neither compiles bytecode ahead (7 s more for files nobody imports); WARM imports what a
# run imports instead, so that the first run starts as fast as the next, even where
# PYTHONDONTWRITEBYTECODE is set, which would cost 3 s at every start.
INSTALL = if $(BIN)/uv --version >/dev/null 2>&1 \
	&& $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e $(1); \
	then :; else $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--no-compile -c constraints.txt -e $(1); fi

WARM = PYTHONDONTWRITEBYTECODE= $(BIN)/python -c \
	"import jax.numpy, jax.scipy.special, numpy, pandas, pydantic, xarray, zarr"

# The same for the tests, each process of which would compile them anew.
WARM_DEV = PYTHONDONTWRITEBYTECODE= $(BIN)/python -W ignore -c "import altair, fastapi, \
	hypothesis.strategies, nbclient, numpyro.infer, optuna, playwright.sync_api, pypdf, \
	schemathesis.python.asgi, sklearn.ensemble, starlette.testclient, vl_convert"

.PHONY: run serve test lint check wheel bench long-bench docs clean
.DELETE_ON_ERROR:

run: $(CORE)
	@$(BIN)/detente run $(SCENARIO) $(ARGS)

serve: $(WEB)
	@$(BIN)/detente serve $(ARGS)

test: $(DEV)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

check: lint docs wheel test

wheel: $(DEV)
	@$(BIN)/python scripts/check_wheel.py

# All of them are tried, also after one that fails, such as for want of a data set.
EACH = failed=; for file in $(1); do echo "== $$file"; \
	$(BIN)/python "$$file" || failed="$$failed $$file"; done; \
	[ -z "$$failed" ] || { echo "failed:$$failed" >&2; exit 1; }
TIMINGS := $(sort $(wildcard benchmarks/*_speed.py)) benchmarks/law_cost.py \
	benchmarks/page_load.py

bench: $(DEV)
	@$(call EACH,$(TIMINGS))

# Hours: thousands of mistakes made up, worlds of known truth, a world of 200 states.
long-bench: $(DEV)
	@$(call EACH,$(filter-out $(TIMINGS),$(sort $(wildcard benchmarks/*.py))))

# From nothing each time: a page may follow from code that Sphinx does not watch.
docs: $(DEV)
	@$(BIN)/sphinx-build -E -q -W --keep-going -b html docs docs/_build/html
	@echo "docs/_build/html/index.html" >&2

clean:
	rm -rf $(VENV) docs/_build build dist .pytest_cache .hypothesis .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp a set of packages: a second `make run` installs nothing.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
	echo "detente needs Python 3.11 or newer; set PYTHON=/path/to/python3" >&2; exit 2; fi
	@echo "setting up $(VENV) with $(PYTHON)" >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 2; }
	@echo "$(CURDIR)" > $(FOLDER)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
	"uv>=0.9" 2>/dev/null || echo "uv could not be installed; going on with pip" >&2

$(CORE): pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing detente" >&2
	@$(call INSTALL,.)
	@$(WARM)
	@touch $@

$(WEB): pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing detente and its page" >&2
	@$(call INSTALL,".[web]")
	@$(WARM)
	@touch $(CORE) $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing detente and its tools" >&2
	@$(call INSTALL,".[dev]")
	@$(WARM)
	@$(WARM_DEV)
	@touch $(CORE) $@
