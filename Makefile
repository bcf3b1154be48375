# make run: the whole system. make test: every test. Both set themselves up.
# Recipes use relative paths and `-m` alone: they also work in a folder with a space in its name.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
COMPILE := $(PY) -m uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11
# Where a check needs production settings; the values are made up, the key is thrown away.
PRODUCTION := DEBUG=false HTTPS=true ALLOWED_HOSTS=factcheck.example LOG_LEVEL=ERROR

.PHONY: help run test lint format lock evaluate check-quality screenshots bench clean

help:
	@echo "make run       start everything here and print the address (FACTCHECK_PORT=8001 changes it)"
	@echo "make test      every test"
	@echo "make lint      every other check"
	@echo "make format    put the code into shape"
	@echo "make lock      write the locked requirements anew"
	@echo "make evaluate  measure on the texts in ../shared and write docs/quality.md"
	@echo "make check-quality  measure, and fail where a score has fallen"
	@echo "make screenshots  take the pictures of docs/guide anew"
	@echo "make bench     measure speed"
	@echo "make clean     remove .venv and caches; the data in var/ stay"

run: .venv/run.stamp
	@$(PY) manage.py run

test: .venv/dev.stamp
	@command -v chromium chromium-browser google-chrome > /dev/null || { \
	  echo "**********************************************************************"; \
	  echo "** No Chromium here: the browser tests are SKIPPED.                 **"; \
	  echo "** On Debian or Ubuntu: apt-get install chromium                    **"; \
	  echo "**********************************************************************"; }
	@$(PY) -m pytest -n logical --maxprocesses 4 --dist loadfile

lint: .venv/dev.stamp
	@echo "==> ruff" && $(PY) -m ruff check . && $(PY) -m ruff format --check .
	@echo "==> mypy" && $(PY) -m mypy .
	@echo "==> import-linter" && $(PY) -c "from importlinter.cli import lint_imports_command as main; main()"
	@echo "==> migrations are complete" && $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@echo "==> production settings" && key=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(50))") \
	  && $(PRODUCTION) SECRET_KEY="$$key" $(PY) manage.py check --deploy --fail-level WARNING

format: .venv/dev.stamp
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

lock: .venv/dev.stamp
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

# In an empty system of its own, beside a running one.
evaluate: .venv/run.stamp
	@$(PY) -m benchmarks.evaluate
	@$(PY) -m benchmarks.incidents

check-quality: .venv/run.stamp
	@$(PY) -m benchmarks.evaluate --check

# The pictures of the guide, taken by the browser test that works a whole shift.
screenshots: .venv/dev.stamp
	@GUIDE=docs/guide $(PY) -m pytest tests/browser/test_shift.py

bench: .venv/run.stamp
	@for script in extraction linking pages; do echo "==> $$script"; $(PY) -m benchmarks.$$script; done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# PYTHON=/path/to/python chooses another one. pyenv's names exist without a Python behind: run them.
$(PY):
	@for python in "$${PYTHON:-python3.11}" python3.12 python3.13 python3 python; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && found="$$python" && break; \
	  if [ -n "$${PYTHON:-}" ]; then break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
	  echo "Python 3.11 or newer is needed and wasn't found. Name one: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2> /dev/null; then \
	  echo "$$found lacks the module venv. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi; \
	echo "==> Making .venv with $$("$$found" --version)"; "$$found" -m venv --clear .venv

.venv/%.stamp: | $(PY)
	@echo "==> Installing the packages of $< into .venv (the first time takes a minute or two)"
	@$(PY) -m pip install --disable-pip-version-check --no-input --require-hashes --requirement $< \
	  | sed -u -n 's/^Collecting /    /p'
	@touch $@

.venv/run.stamp: requirements.txt
.venv/dev.stamp: requirements-dev.txt
