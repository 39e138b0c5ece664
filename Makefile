# Everything a newcomer needs: `make demo`, `make test`. All of it works on Debian with Python 3.11 and nothing prepared.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install demo up down test bench lint lock docs clean

install: $(VENV)/installed

# The lock holds hashes and no address; pip then has nothing to resolve and nothing to decide.
$(VENV)/installed: requirements.lock setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check
	touch $@

# The product over sample files, in a register of its own: demo/README.md.
demo: install
	RAAS_HOME=$(CURDIR)/demo-home $(BIN)/python demo/run.py

# Everything on this machine, day and night: PostgreSQL, Airflow and what supervises them. README.md, "Running it".
up: install
	$(BIN)/python deploy/machine/up.py

down: install
	$(BIN)/python deploy/machine/down.py

# More at a time than the two processors that this was made on: much of what takes long waits for other processes.
test: install
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

# Pages that are written from the code.
docs: install
	$(BIN)/python -m raas_batch.codes.catalogue > docs/codes.md.new && mv docs/codes.md.new docs/codes.md

# What a large file takes, beside what parsing alone takes; writes its table to docs/performance.md. Needs xmllint.
bench: install
	$(BIN)/python bench/performance.py

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict raas_batch
	$(BIN)/lint-imports

# Resolve anew after a change of setup.cfg; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --generate-hashes \
		--extra dev setup.cfg --output-file requirements.lock

# `make up` and `make down` use this folder, unless RAAS_HOME says otherwise.
up down: export RAAS_HOME ?= $(CURDIR)/raas-home

clean:
	rm -rf $(VENV) demo-home
