# Two commands: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv and install what the locks name

$(STAMP): requirements/uv.txt requirements/dev.txt pyproject.toml
	@echo "Installing into $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "This Python has no venv module (on Debian: the package python3-venv)"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt \
	  || $(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@mkdir -p alembic static
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup ## start everything on http://localhost:8000 (Ctrl-C stops it)
	@exec $(BIN)/forexsignals serve

test: setup ## every test, against a real PostgreSQL
	@$(BIN)/python -m pytest

check: setup ## lint, format, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## let ruff rewrite the code
	@$(BIN)/ruff check --fix-only . && $(BIN)/ruff format .

lock: setup ## pin the newest versions that pyproject.toml allows, with hashes
	@$(COMPILE) -o requirements/runtime.txt pyproject.toml
	@$(COMPILE) --extra dev -o requirements/dev.txt pyproject.toml
	@grep '^uv==' requirements/dev.txt | cut -d' ' -f1 | $(COMPILE) -o requirements/uv.txt -

clean: ## remove the environment and everything the app wrote
	rm -rf $(VENV) var
