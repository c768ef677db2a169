# Frontdesk. `make` prints the targets; `make run` is all that a bare machine needs.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test browser lint format bench pictures lock clean

help:  ## Print this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  \033[1mmake %-8s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP)  ## Create .venv and install everything, once

$(STAMP): pyproject.toml ops/constraints.txt
	@$(PYTHON) ops/check_python.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV); the first time takes a minute or two ..."
	@$(BIN)/python -m pip install --quiet --constraint ops/constraints.txt --editable ".[all,dev]"
	@touch $@

run: setup  ## Start everything on this machine and print the page's address
	@$(BIN)/frontdesk up

# Two test processes share two cores: threads of torch and NumPy that spin as they wait for one another take them from
# both, and the same test takes many times as long.
test: export OMP_WAIT_POLICY := passive
test: export OPENBLAS_NUM_THREADS := 1
test: setup browser  ## Run all tests but the measurements
	@$(BIN)/frontdesk models prepare
	$(BIN)/python -m pytest -m "not bench" --numprocesses 2 --no-loadscope-reorder $(ARGS)

browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || \
	  echo "Chromium is missing: the browser tests will be skipped (Debian: apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji)."

lint: setup  ## Check style, types and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## Format the code
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: setup  ## Measure and print the numbers as a table
	@$(BIN)/python -m pip install --quiet --constraint ops/constraints.txt --editable ".[all,dev,bench]"
	$(BIN)/python -m pytest tests/bench -m bench -s $(ARGS)

pictures: setup browser  ## Take the pictures of the manual anew, from the whole product; ARGS="answer more" takes some
	@$(BIN)/frontdesk models prepare
	$(BIN)/python -m tests.pictures $(ARGS)

lock:  ## Write ops/constraints.txt anew from pyproject.toml, for every Python package that is installed
	@rm -rf $(VENV)/lock && $(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet --editable ".[all,dev,bench]"
	@(echo "# Every package of a complete installation. Written by \`make lock\`."; \
	  $(VENV)/lock/bin/python -m pip freeze --exclude-editable | sed 's/+cpu$$//') > ops/constraints.txt
	@rm -rf $(VENV)/lock

clean:  ## Remove the virtual environment and everything Frontdesk keeps in .frontdesk
	rm -rf $(VENV) .frontdesk
