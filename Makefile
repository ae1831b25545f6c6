# Every chore. `make` lists them; the environment is made when it is missing.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test quick spark check format bless messages bench mutation lock clean

help: ## List the chores
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt pyproject.toml
	@echo "Installing into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.check: $(VENV)/.test requirements/check.txt
	@$(PIP) install --require-hashes -r requirements/check.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.run requirements/bench.txt
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

benchmarks/.openfisca/.made: ## its licence is AGPL: an environment of its own
	@$(PYTHON) -m venv benchmarks/.openfisca
	@benchmarks/.openfisca/bin/pip --disable-pip-version-check --quiet install "openfisca-core==46.*"
	@touch $@

run: $(VENV)/.run ## Check an example visit and print its clearance plan
	@$(BIN)/raa check examples/france-italy
	@echo "(raa is $(BIN)/raa; source $(BIN)/activate puts it on your path)"

test: $(VENV)/.test ## Run the whole test suite
	@$(BIN)/python -m pytest -n 2

quick: $(VENV)/.test ## Run the tests that take no more than a few seconds
	@$(BIN)/python -m pytest -n 2 -m "not slow"

check: $(VENV)/.check ## Lint, types, import contracts, the register, generated docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/raa rulebook lint
	@$(BIN)/raa register check

format: $(VENV)/.check ## Put the code into its format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

spark: $(VENV)/.test ## Run the same statements on Spark; needs Java 17 or newer
	@$(PIP) install -e ".[spark]"
	@$(BIN)/python -m pytest -n 0 tests/engines/spark.py

bless: $(VENV)/.test ## Write expected outputs and generated docs anew; read the diff
	@BLESS=1 $(BIN)/python -m pytest -n 0 tests/golden tests/house

messages: $(VENV)/.test ## Bring the catalogues of the other languages up to date
	@$(BIN)/python -m tests.support.messages

bench: $(VENV)/.bench benchmarks/.openfisca/.made ## Measure against named peers; writes benchmarks/results
	@$(BIN)/python -m benchmarks.bulk
	@$(BIN)/python -m benchmarks.cases
	@$(BIN)/python -m benchmarks.papers
	@$(BIN)/python -m benchmarks.proofs
	@$(BIN)/python -m benchmarks.visit

mutation: $(VENV)/.run ## Change every rulebook in small ways and see what notices; writes docs/explanation/mutation.md
	@$(BIN)/python -m benchmarks.mutation

lock: $(VENV)/.made ## Renew the locked dependencies
	@$(PIP) install pip-tools
	@for part in run test check bench; do \
	  extra=; [ $$part = run ] || extra="--extra $$part"; \
	  $(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
	    --no-emit-find-links --all-build-deps $$extra -o requirements/$$part.txt pyproject.toml; done

clean: ## Remove the environment and everything made
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis out
