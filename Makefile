# The two commands that matter: `make run` and `make test`. `make` alone lists all.

PORT ?= 8501
ADDRESS ?= 127.0.0.1
TESTS ?= tests
PROCESSES ?= 2
SIZE ?= S
STORE ?= sqlite
PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run fleet test thorough attack lint format bench benchsample screenshots sample lock clean

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/for-running ## Serve the dashboard: PORT=8501 ADDRESS=127.0.0.1 DATABASE_URL=<another store>
	@$(PYTHON) -m tools.first_run
	@$(PYTHON) -m streamlit run dashboard.py --server.port $(PORT) --server.address $(ADDRESS)

fleet: .venv/for-testing ## Serve it by several dashboards behind nginx: PROCESSES=2 PORT=8501
	@$(PYTHON) -m tools.nginx
	@$(PYTHON) -m tools.first_run
	@$(PYTHON) -m tools.fleet run --processes $(PROCESSES) --port $(PORT)

test: .venv/for-testing ## Run the tests, or some of them: TESTS=tests/data_access
	@$(PYTHON) -m tools.browser
	@$(PYTHON) -m tools.nginx
	@$(PYTHON) -m pytest --numprocesses auto $(TESTS)

thorough: .venv/for-testing ## Run all tests, with all that `make test` tries a choice of
	@$(PYTHON) -m tools.browser
	@$(PYTHON) -m tools.nginx
	@$(PYTHON) -m pytest --numprocesses auto -m "not attack" tests

attack: .venv/for-testing ## Attack the dashboard as each role: everything that `make test` tries a choice of
	@$(PYTHON) -m tools.browser
	@$(PYTHON) -m pytest --numprocesses auto -m attack tests

lint: .venv/for-testing ## Check style, formatting and types
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

format: .venv/for-testing ## Format the code, and order its imports
	@$(PYTHON) -m ruff check --quiet --fix --select I .
	@$(PYTHON) -m ruff format .

bench: .venv/for-testing ## Measure against the usual ways: SIZE=S|M|L STORE=sqlite|postgres ONLY=queries,browser
	@$(PYTHON) -m tools.browser
	@$(PYTHON) -m tools.bench --size $(SIZE) --store $(STORE) $(if $(ONLY),--only $(ONLY))

benchsample: .venv/for-testing ## Measure on the sample a rerun of each page, what rights cost of it, and imports
	@$(PYTHON) -m tools.bench.pages
	@$(PYTHON) -m tools.bench.rights
	@$(PYTHON) -m tools.bench.imports

screenshots: .venv/for-testing ## Photograph each page into docs/screenshots
	@$(PYTHON) -m tools.browser
	@$(PYTHON) -m tools.screenshots

sample: .venv/for-running ## Write the sample package anew
	@$(PYTHON) -m sample_data

LOCKED := uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet

lock: ## Lock the dependencies of pyproject.toml anew (needs uv; UPGRADE=--upgrade for newer versions)
	@$(LOCKED) $(UPGRADE) --output-file requirements.txt
	@$(LOCKED) $(UPGRADE) --group dev --output-file requirements-dev.txt

clean: ## Remove what was built and cached; the store stays
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Dependencies are installed when their lock file has changed. `whole` is there whenever no
# installation is going on: if one was ended midway, the next begins with a new environment.
define install
@rm -f $@ .venv/whole
@echo "Installing $< …"
@$(PYTHON) -m pip install -qq --disable-pip-version-check --no-input --require-hashes --requirement $<
@touch .venv/whole $@
endef

.venv/for-running: requirements.txt .venv/bin/python
	$(install)

.venv/for-testing: requirements-dev.txt .venv/bin/python
	$(install)

ifeq ($(wildcard .venv/whole),)
.PHONY: .venv/bin/python
endif

.venv/bin/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	    if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "Making .venv with $$($$python --version) …"; exec $$python -m venv --clear .venv; \
	    fi; \
	done; \
	echo "No Python 3.11 or newer was found (tried python3 and python3.11 to python3.14)." >&2; exit 1
