# The one list of commands. Each sets up what it needs; nothing asks for root, Docker, Node or a compiler.
# By environment: PORT, DATA_DIR, DATABASE_URL, REDIS_URL, PYTHON (3.11 or later), ARGS and WORKERS (for pytest).

SHELL := /bin/sh
BIN := .venv/bin
LOCAL := $(BIN)/python -m portal.local
# How many processes the tests run in; a file's tests stay together.
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: help setup setup-test setup-dev run test check bench screenshots lock

help: ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## .venv from the hashed lock
	@.ci/setup requirements.lock

setup-test:
	@.ci/setup requirements-test.lock

setup-dev:
	@.ci/setup requirements-dev.lock

run: setup ## everything on this machine, with a demo; Ctrl-C stops it
	@$(LOCAL) run

test: setup-test ## all tests, against real Postgres and Valkey
	@$(LOCAL) exec -- $(PYTEST) $(ARGS)
	@$(LOCAL) exec -- $(PYTEST) tests/kit -c tests/kit/pytest.ini --rootdir tests/kit $(ARGS)

check: setup-dev ## lint, types, templates, walls between rooms, size figures, licences
	@$(BIN)/python -m tests.architecture.check

bench: setup-test ## measures, written to bench/results.json
	@$(BIN)/python -m bench

screenshots: setup-test ## the pictures in docs/screenshots, taken anew
	@$(LOCAL) exec -- $(BIN)/python -m tests.browser.screenshots

lock: ## pin requirements*.txt anew (needs uv)
	@for name in requirements requirements-test requirements-dev; do \
	  uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	    --python-version 3.11 $$name.txt -o $$name.lock || exit 1; done
