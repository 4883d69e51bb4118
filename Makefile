# make up: everything from a bare clone to the page.  make test: everything from a bare clone to passed tests.
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
BOARD := cockpit/static/board/.vite/manifest.json

.PHONY: up test setup lint bench clean
.DELETE_ON_ERROR:

up: .venv/.ready $(BOARD)
	@exec $(PY) -m cockpit up

setup: .venv/.ready .venv/.ready-dev $(BOARD)

.venv/.python:
	@echo "Making the virtual environment ..."
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.packages: .venv/.python requirements.txt
	@echo "Installing the locked requirements ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.ready: .venv/.packages cockpit/frontend/package-lock.json requirements-node.txt
	@command -v npm >/dev/null || $(PIP) -r requirements-node.txt
	@$(PY) -m cockpit.assets
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	@echo "Installing what the tests use ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(BOARD): .venv/.ready $(wildcard cockpit/frontend/*.* cockpit/frontend/src/*.[tc]s* cockpit/frontend/src/*/*.ts data/messages/*.toml) cockpit/templates/panel.css
	@$(PY) -m cockpit.bundling

test: .venv/.ready-dev $(BOARD)
	$(PY) -m pytest -n auto --maxprocesses 4 $(ARGS)

lint: .venv/.ready-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy data metrics avatar briefing cockpit benchmarks pages
	.venv/bin/lint-imports
	$(PY) -m cockpit.bundling lint

bench: bench-main

bench-%: .venv/.ready-dev $(BOARD)
	$(PY) -m benchmarks $*

clean:
	rm -rf .venv var avatar/fonts cockpit/static cockpit/frontend/node_modules cockpit/frontend/src/words.json
