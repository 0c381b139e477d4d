# StoryHarvest. `make` alone lists what can be made.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock
# The first account, unless the environment or .env names another.
HOME_MADE = grep -qs '^STORYHARVEST_FIRST_ACCOUNT_EMAIL=.' .env || { \
	export STORYHARVEST_FIRST_ACCOUNT_EMAIL="$${STORYHARVEST_FIRST_ACCOUNT_EMAIL:-facilitator@example.org}"; \
	export STORYHARVEST_FIRST_ACCOUNT_PASSWORD="$${STORYHARVEST_FIRST_ACCOUNT_PASSWORD:-$$(cat var/facilitator-password)}"; }
export HF_HUB_OFFLINE = 1

.PHONY: help run demo test check fix e2e faults bench pictures migrate openapi lock clean

help: ## list what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sort | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

PAGES := $(shell find frontend -name node_modules -prune -o -type f ! -name schema.d.ts -print) docs/openapi.json

# What the service needs. The pages are built on the way, with a Node that comes as a package.
.venv/service: pyproject.toml requirements.lock $(PAGES)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing StoryHarvest into .venv (some minutes the first time) …"
	@$(PIP) torch==2.13.0
	@$(PIP) --editable .
	@$(BIN)/storyharvest prepare
	@touch $@

# What the tests need on top.
.venv/tests: .venv/service
	@$(PIP) --editable '.[test]'
	@touch $@

var/facilitator-password: .venv/service
	@mkdir -p var
	@umask 077 && $(BIN)/python -c "import secrets; print(secrets.token_urlsafe(9))" > $@

run: .venv/service var/facilitator-password ## start the service at http://127.0.0.1:8000
	@$(HOME_MADE); exec $(BIN)/storyharvest serve

demo: .venv/service var/facilitator-password ## fill the sample workshop (also while the service runs)
	@$(HOME_MADE); exec $(BIN)/storyharvest demo

test: .venv/tests ## all tests, on SQLite and PostgreSQL, in a browser where there is one
	@sh tests/need_browser.sh
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup --durations 25 tests

check: .venv/tests ## style, types, structure, pages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python frontend/build_hook.py check budget

fix: .venv/tests ## mend style by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

e2e: .venv/tests ## the browser tests alone
	@sh tests/need_browser.sh
	@$(BIN)/python -m pytest tests/e2e tests/faults

# So many of each: server kills, stories on each of twelve bad networks, browser kills, commands, runs of a board.
LONG = STORYHARVEST_KILLS=200 STORYHARVEST_PHONE_STORIES=1000 STORYHARVEST_PHONE_MOMENTS=50 \
	STORYHARVEST_RANDOM_COMMANDS=1000 STORYHARVEST_BOARD_RUNS=1000

faults: .venv/tests ## the tests of faults and the property tests, at full length (some hours)
	@sh tests/need_browser.sh
	@$(LONG) $(BIN)/python -m pytest --numprocesses 2 --dist loadgroup --durations 25 \
		tests/faults tests/e2e/phone tests/e2e/test_two_boards.py tests/properties

bench: .venv/tests ## speed and memory, printed
	@$(BIN)/python -m tests.bench

pictures: .venv/tests ## photograph the sample workshop's day anew for docs/running-a-workshop.md
	@sh tests/need_browser.sh
	@$(BIN)/python -m tests.pictures

migrate: .venv/service ## bring the database to this version's schema
	@$(BIN)/storyharvest migrate

openapi: .venv/service ## write the API's description to docs/openapi.json
	@$(BIN)/storyharvest openapi --out docs/openapi.json

lock: .venv/tests ## write down the versions that are installed here
	@$(BIN)/python -m pip freeze --exclude-editable --exclude storyharvest | sed 's/+cpu//' > requirements.lock

clean: ## remove what was installed and built (your data in var/ stays)
	rm -rf .venv app/static frontend/node_modules
