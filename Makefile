# The commands of this project. `make` alone prints the list.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
T ?= tests
P ?= rules/walsall
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run demo test check format bench pack schema lock assets clean

help:    ## Show this list
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  *##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /\1\t/' | expand -t 10

run: .venv/run.stamp   ## Set everything up and serve on http://127.0.0.1:8000 (PORT=n for another)
	@.venv/bin/rhrt serve --port $(PORT) --demonstration

demo: .venv/run.stamp  ## Fill the local database with synthetic decisions, marked as such
	@.venv/bin/rhrt demo

test: .venv/test.stamp check  ## Set everything up and run all tests, the browser ones too; T=tests/engine for some
	.venv/bin/python -m pytest -n 2 --dist loadfile $(T)

check: .venv/test.stamp  ## Format, lint, import contracts, types, and the rule packs
	.venv/bin/ruff format --check --quiet rhrt web tests bench wsgi.py
	.venv/bin/ruff check --quiet rhrt web tests bench wsgi.py
	.venv/bin/lint-imports --no-cache > .work/imports.log || { cat .work/imports.log; exit 1; }
	.venv/bin/mypy
	@for pack in rules/*/; do \
	  .venv/bin/rhrt rules check --pack $$pack && .venv/bin/rhrt rules coverage --pack $$pack > .work/coverage.txt || exit 1; \
	  tail -n 1 .work/coverage.txt; \
	done

format: .venv/test.stamp  ## Put the code into the house format
	.venv/bin/ruff format --quiet rhrt web tests bench wsgi.py
	.venv/bin/ruff check --quiet --fix rhrt web tests bench wsgi.py

bench: .work/bench/stamp  ## Measure against the named peers, as ratios in one run
	.work/bench/bin/python -m bench

pack: .venv/run.stamp  ## Check a rule pack and print its figures; P=rules/walsall
	@.venv/bin/rhrt rules check --pack $(P) && .venv/bin/rhrt rules show --figures --pack $(P)

schema: .venv/run.stamp  ## Write the JSON Schemas that let an editor complete and check the YAML
	@.venv/bin/rhrt rules schema .work/schema

lock: .venv/test.stamp  ## Pin the newest allowed versions of everything, with hashes
	$(PIP) install uv
	for set in run dev bench; do \
	  group=$$( [ $$set = run ] || echo "--group dev" ); \
	  [ $$set != bench ] || group="--group bench"; \
	  .venv/bin/uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --no-emit-index-url pyproject.toml $$group -o .requirements/$$set.txt || exit 1; \
	done

assets:  ## Compile the style sheet and scripts again (needs node; nobody else does)
	web/assets/build.sh

clean:   ## Remove what was set up; the database in .data stays
	rm -rf .venv .work .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=...")'
	$(PYTHON) -m venv .venv
	@mkdir -p .work

# What serves: the pinned packages, this project, and the library that writes PDF.
.venv/run.stamp: .venv/bin/python .requirements/run.txt pyproject.toml .ci/system-packages
	@echo "Setting up (once; about half a minute) ..."
	$(PIP) install --require-hashes -r .requirements/run.txt
	$(PIP) install --no-deps --editable .
	@.venv/bin/python -m compileall -q rhrt web
	@.ci/system-packages pango || echo "Without it everything works except the PDF download."
	@touch $@

# What tests need on top: the test tools, a browser, a system call tracer.
.venv/test.stamp: .venv/run.stamp .requirements/dev.txt
	@echo "Setting up the tests (once; a few minutes if the browser is missing) ..."
	$(PIP) install --require-hashes -r .requirements/dev.txt
	@.ci/system-packages chromium strace
	@mkdir -p .work && touch $@

.work/bench/stamp: .requirements/bench.txt pyproject.toml
	$(PYTHON) -m venv .work/bench
	.work/bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r .requirements/bench.txt
	.work/bench/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --editable .
	@touch $@
