# `make` lists the targets.  A fresh machine needs git, make and python3 with pip; nothing else.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.SHELLFLAGS := -eu -c
MAKEFLAGS += --no-print-directory

# Where `make run` listens.  HOST is taken from the command line only: some shells set one of their own.
PORT ?= 5005
HOST = localhost

BIN := .venv/bin
# What is installed beyond the rest: `make install EXTRAS=tensorflow` adds it and keeps it until `make install EXTRAS=`.
EXTRAS ?= $(if $(wildcard .venv/.installed-tensorflow),tensorflow)
STAMP := .venv/.installed$(EXTRAS:%=-%)
LOCKS := requirements.lock $(EXTRAS:%=requirements-%.lock)

# No usage reports; no start-up noise from TensorFlow and SQLAlchemy.
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
# Rasa's libraries warn of each other's old ways; in our own tests warnings are errors.
QUIET := env PYTHONWARNINGS=ignore

# A uv that runs: pyenv puts a `uv` on the path that may only say that there is none.
UV = $$(uv --version >/dev/null 2>&1 && echo uv || echo .tools/bin/uv)

.PHONY: help install run shell test check train actions lock audit bench cluster mutants clean widget screenshots lighthouse

help:  ## list the targets
	@echo "Overture, an advisor on studying music production."
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  make run PORT=8080 HOST=0.0.0.0   listen elsewhere"

install: $(STAMP)  ## install what is needed into .venv (EXTRAS=tensorflow for components that need it)

$(STAMP): $(LOCKS) pyproject.toml overture.pth .python-version
	@$(MAKE) .uv
	@if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; then \
	    echo "Making .venv with Python $$(cat .python-version) ..."; \
	    rm -rf .venv; $(UV) venv .venv; \
	fi
	@rm -f .venv/.installed*
	@echo "Installing the packages of $(LOCKS) (some minutes the first time) ..."
	@$(UV) pip sync --python $(BIN)/python --require-hashes --compile-bytecode $(LOCKS)
	@echo "Installing overture from this folder ..."
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# Makes sure that there is a uv.  --target works where the system's Python may not be changed;
# /usr/bin/python3 helps where pyenv is asked for a Python that it hasn't got.
.PHONY: .uv
.uv:
	@if ! $(UV) --version >/dev/null 2>&1; then \
	    echo "Getting uv into .tools ..."; \
	    for python in python3 /usr/bin/python3; do \
	        if $$python -m pip --version >/dev/null 2>&1; then \
	            exec env PIP_ROOT_USER_ACTION=ignore $$python -m pip install --quiet --disable-pip-version-check --upgrade --target .tools uv; \
	        fi; \
	    done; \
	    echo "make: neither uv nor python3 with pip is here: install one of them" >&2; exit 1; \
	fi

train: $(STAMP)  ## train a model, if the data has changed
	@$(BIN)/overture train

run: train  ## install, train and serve on http://localhost:5005 (PORT=, HOST=)
	@exec $(BIN)/overture serve --host $(HOST) --port $(PORT)

shell: train  ## install, train and talk to it in the terminal
	@exec $(BIN)/overture chat

actions: $(STAMP)  ## run the action server, for plain `rasa run` and `rasa shell`
	@exec $(QUIET) $(BIN)/rasa run actions

test: train  ## install, train and run all tests
	@echo "Running the tests ..."
	@$(BIN)/pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile --cov --cov-report=term:skip-covered
	@echo "Running the test stories ..."
	@results=$$(mktemp -d); trap 'rm -rf "$$results"' EXIT; \
	    $(QUIET) $(BIN)/rasa test core --e2e --stories tests/stories --out "$$results" --no-plot --no-errors --no-warnings \
	        --fail-on-prediction-errors --quiet
	@echo "The test stories pass."

check: $(STAMP)  ## lint, types, knowledge, dialogue data, lock, changelog
	@echo "Checking the code ..."
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@echo "Checking the knowledge ..."
	@$(BIN)/overture check
	@$(BIN)/overture schema --docs --check
	@echo "Checking the contract: what can be asked ..."
	@$(BIN)/overture capabilities --check
	@echo "Checking the dialogue data ..."
	@$(QUIET) $(BIN)/rasa data validate --fail-on-warnings --quiet
	@echo "Checking the project: lock, changelog, imports, documentation ..."
	@$(BIN)/pytest --quiet tests/unit/test_project.py
	@echo "Checking that the chat widget's script is what its source gives (where Node is) ..."
	@if npm --version >/dev/null 2>&1; then $(MAKE) widget/node_modules; fi
	@$(BIN)/pytest --quiet -rs tests/web/test_widget_build.py::test_the_committed_script_is_what_the_source_gives

COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header

# The second lock holds what TensorFlow adds to the first, made without uv's settings in pyproject.toml: these leave it out.
lock:  ## renew the locks after a change of pyproject.toml
	@$(MAKE) .uv
	@echo "Resolving ..."
	@$(COMPILE) --extra dev pyproject.toml -o requirements.lock
	@sed -n "/^tensorflow = \[/,/^\]/s/^ *\"\(.*\) ; \(.*\)\",$$/\1 ; python_version < '3.11' and (\2)/p" pyproject.toml \
	    | $(COMPILE) --no-config --python-version 3.10 --constraint requirements.lock - -o requirements-tensorflow.lock

audit: $(STAMP)  ## look what is installed up in a public database of known holes (needs the network)
	@$(MAKE) .uv
	@exec $(BIN)/python .ci/audit $(UV) tool run --quiet pip-audit

# Plain Rasa in an environment of its own, as `pip install rasa` makes it: with TensorFlow, without Overture.
PLAIN := .venv-bench
$(PLAIN)/.installed: requirements.lock requirements-tensorflow.lock .python-version
	@$(MAKE) .uv
	@echo "Installing plain Rasa with TensorFlow into $(PLAIN), to measure against (some minutes the first time) ..."
	@if ! test -x $(PLAIN)/bin/python; then $(UV) venv --quiet --python $(BIN)/python $(PLAIN); fi
	@$(UV) pip sync --quiet --python $(PLAIN)/bin/python --require-hashes --compile-bytecode \
	    requirements.lock requirements-tensorflow.lock
	@touch $@

bench: $(STAMP) $(PLAIN)/.installed  ## measure against plain Rasa (ARGS=--quick for a smoke test)
	@$(BIN)/python -m tests.bench $(ARGS)
	@echo "Measuring how the knowledge behaves when it grows ..."
	@$(BIN)/python -m tests.bench.growth $(if $(findstring --quick,$(ARGS)),--sizes 1)

cluster: train  ## several processes with nginx, PostgreSQL and Redis on this machine (ARGS='--processes 3')
	@exec $(QUIET) $(BIN)/python -m deploy.local $(ARGS)

mutants: train  ## make faults in a copy and tell which the tests notice (ARGS='part of a fault')
	@exec $(QUIET) $(BIN)/python -m tests.mutation $(ARGS)

widget: widget/node_modules  ## build the chat widget anew and test its parts (needs Node from 20.19)
	@cd widget && npm run check && npm test && npm run build && npm run size

widget/node_modules: widget/package-lock.json
	@echo "Installing what the chat widget is built from ..."
	@cd widget && npm ci --no-audit --no-fund --loglevel error
	@touch $@

screenshots: train  ## renew docs/screenshots (needs Chromium)
	@exec $(QUIET) $(BIN)/python -m tests.web.screenshots

lighthouse: train  ## measure the page and its chat (needs Chromium, and Node from 20.19)
	@exec $(QUIET) $(BIN)/python -m tests.web.lighthouse

clean:  ## remove what was installed, trained and cached (conversations are kept)
	@rm -rf .venv $(PLAIN) .tools .rasa models results build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache \
	    .hypothesis .coverage htmlcov bench-results graph.html story_graph.dot widget/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
