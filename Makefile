# Two commands: `make app` serves the app, `make test` checks everything. Both set up what they need, on a fresh
# Debian with Python 3.11 or newer. The rest is for contributors.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# Of this machine alone; 0.0.0.0 opens the app to the network, for reading.
ADDRESS ?= 127.0.0.1
SCRIPTS := tests/scripts
# Tests start a hundred processes of this program: where Python may keep nothing compiled, each compiles all of it anew.
export PYTHONDONTWRITEBYTECODE :=
SCRIPT_TOOLS := $(SCRIPTS)/node_modules/.package-lock.json
# A provider of sign-ins, for the tests of signing in.
PROVIDER := tests/provider/node_modules/.package-lock.json

.PHONY: app test test-long pytest scripts lint format catalogue lock browser bench clean

app: $(VENV)/app.done
	$(BIN)/streamlit run streamlit_app.py --server.address $(ADDRESS) --server.port $(PORT)

# What checks and the tests of scripts run beside the others: browser tests wait a good deal.
test: $(VENV)/dev.done browser $(SCRIPT_TOOLS) $(PROVIDER)
	@$(MAKE) --no-print-directory --jobs=2 lint pytest scripts

# The order of files is that of tests/conftest.py: those that take long come first, so that both workers end together.
pytest: $(VENV)/dev.done
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

# What the quick run repeats a few times is repeated to the end here: docs in CONTRIBUTING.md.
test-long: $(VENV)/dev.done browser $(PROVIDER)
	UCJMAP_MUTATIONS=4000 $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder --long
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder tests/integration --store postgresql

# The scripts of the browser, without one: with node's own runner.
scripts: $(SCRIPT_TOOLS)
	node --test --test-reporter=spec $(SCRIPTS)/*.test.js

# tsc checks the scripts' types; it makes nothing. The worker of tiles has no page around it, so it is checked apart.
lint: $(VENV)/dev.done $(SCRIPT_TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hadolint Containerfile
	$(SCRIPTS)/node_modules/.bin/eslint --config $(SCRIPTS)/eslint.config.js ucjmap $(SCRIPTS)
	$(SCRIPTS)/node_modules/.bin/tsc --project $(SCRIPTS)/tsconfig.json
	$(SCRIPTS)/node_modules/.bin/tsc --project $(SCRIPTS)/tsconfig.worker.json

format: $(VENV)/dev.done
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Debian splits venv from Python: it is fetched where that is allowed, else the message says what to install.
$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  rm -rf $(VENV); \
	  echo "Installing the Debian package python3-venv"; \
	  sh tools/debian_install.sh python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/app.done: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/dev.done: requirements-dev.txt $(VENV)/app.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# The browser tests need axe-core, and a Chromium: the system's, or the one that UCJMAP_CHROMIUM names. Where it may be
# installed the shell without windows is taken: the same engine, in which the quick run takes a sixth less time.
browser: tests/browser/node_modules/.package-lock.json
	@test -n "$$UCJMAP_CHROMIUM" || command -v chromium-headless-shell >/dev/null \
	  || sh tools/debian_install.sh chromium-headless-shell 2>/dev/null \
	  || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || sh tools/debian_install.sh chromium

%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	@command -v npm >/dev/null || sh tools/debian_install.sh npm
	npm ci --prefix $* --no-audit --no-fund --silent
	touch $@

# Collects the texts of the code into the translation catalogue; says which are not translated yet.
catalogue: $(VENV)/dev.done
	$(BIN)/python tools/update_catalogue.py

# Pins for all platforms from what pyproject.toml declares.
lock: $(VENV)/dev.done
	$(BIN)/uv pip compile --quiet --universal --no-header --no-emit-index-url --no-emit-find-links \
	  pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-emit-index-url --no-emit-find-links \
	  pyproject.toml --extra postgresql --group dev --constraint requirements.txt --output-file requirements-dev.txt

bench: $(VENV)/dev.done browser bench/peers/node_modules/.package-lock.json
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
