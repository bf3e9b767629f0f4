# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# One more than there are cores: many tests wait for a process, a page or a clock.
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")

.PHONY: demo test check bench soak lock clean

demo: $(VENV)/.run-installed  ## the whole product on this machine, with sample data; ARGS="--port 9080" passes options on
	@$(BIN)/python -m bot demo $(ARGS)

test: $(VENV)/.dev-installed check  ## every test, on SQLite, PostgreSQL and in a real browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not soak"

check: $(VENV)/.dev-installed  ## lint, types, imports and content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot check

bench: $(VENV)/.dev-installed  ## benchmarks, each with its peers in the same run
	$(BIN)/python -m benchmarks

soak: $(VENV)/.dev-installed  ## the long crash and parity runs
	$(BIN)/python -m pytest -m soak

lock: $(VENV)/.dev-installed  ## write the lock files anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --extra test --extra bench --extra build -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --extra build -c requirements-dev.lock -o requirements.lock

clean:  ## forget the demo's data and caches, keep the virtual environment
	rm -rf .demo .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Way In needs Python 3.11 or newer; name one with PYTHON=, for example: make demo PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-installed: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m bot intents match hello >/dev/null  # learns the intents once, so that no start waits for it
	@touch $@

$(VENV)/.dev-installed: requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m bot intents match hello >/dev/null
	@touch $@ $(VENV)/.run-installed
