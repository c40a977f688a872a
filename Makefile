# Rinnalla. `make` alone lists what there is. Python 3.11 or newer is all that must be there before.
# Works with GNU make 3.81 (macOS) and later.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
RUN    := $(BIN)/python

export PYTHONPATH := $(CURDIR)/platform:$(CURDIR)
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help demo demo-check demo-reset trial test check bench messages locks \
        check-style check-types check-imports check-templates check-messages check-migrations check-compose

help: ## List the targets
	@echo 'Usage: make <target>'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) \
	 | while IFS='|' read -r name what; do printf '  %-12s %s\n' "$$name" "$$what"; done

# --- the environment: made once, renewed when a lock changes --------------------------------------

STAMP_VENV  := $(VENV)/.made
STAMP_LOCAL := $(VENV)/.local-installed
STAMP_DEV   := $(VENV)/.dev-installed
INSTALL     := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement

$(STAMP_VENV):
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no '$(PYTHON)' here. Rinnalla needs Python 3.11 or newer: make PYTHON=/path/to/python3 ..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Rinnalla needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make environments. On Debian and Ubuntu install python3-venv."; exit 1; }
	@echo 'Making the environment in $(VENV)'
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(STAMP_LOCAL): $(STAMP_VENV) requirements/local.txt
	@echo 'Installing what the demo needs'
	@$(INSTALL) requirements/local.txt
	@touch $@

$(STAMP_DEV): $(STAMP_VENV) requirements/dev.txt
	@echo 'Installing what checks and tests need'
	@$(INSTALL) requirements/dev.txt
	@touch $@

# --- seeing it -----------------------------------------------------------------------------------

# What a checkout needs built before it runs: styles and scripts, and the catalogues that Django reads.
BUILD := $(RUN) -m web.build && $(RUN) -m infra.messages --compile

demo: $(STAMP_LOCAL) ## Start the whole platform with the demo federation (Ctrl-C stops it)
	@$(BUILD)
	@$(RUN) -m local demo

demo-check: $(STAMP_DEV) ## Drive the main job through a fresh stack and print the figures (SHIFTS=file.csv)
	@$(BUILD)
	@$(RUN) -m local check $(if $(SHIFTS),--shifts '$(SHIFTS)')

trial: $(STAMP_DEV) ## Kill processes under load; count what is lost or doubled (MINUTES=5 SEED=7, or MESSAGES=5000)
	@$(BUILD)
	@$(RUN) -m local trial $(if $(MINUTES),--minutes '$(MINUTES)') $(if $(SEED),--seed '$(SEED)') \
	  $(if $(MESSAGES),--messages '$(MESSAGES)')

demo-reset: $(STAMP_LOCAL) ## Throw the demo's data away
	@$(RUN) -m local reset

# --- changing it ---------------------------------------------------------------------------------

# As many workers as cores, but no more than can carry their servers; WORKERS=0 runs all in one process.
WORKERS ?= auto

test: $(STAMP_DEV) ## Run the tests on all cores (ARGS="tests/web -k name" WORKERS=0)
	@$(BUILD)
	$(RUN) -m pytest --numprocesses $(WORKERS) --maxprocesses 4 --dist loadscope $(ARGS)

check: ## Lint, types, import order, templates, texts, migrations, containers (make -k check: do not stop)
check: check-style check-types check-imports check-templates check-messages check-migrations check-compose

check-style: $(STAMP_DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/ruff check --isolated --select A005 .

# Django's plugin loads the settings, which refuse to load without these; nothing is connected to.
SETTINGS := DATABASE_URL=postgres://nobody@127.0.0.1/none REDIS_URL=redis://127.0.0.1/0 SECRET_KEY=checks \
            BASE_URL=http://rinnalla.localhost EMAIL_URL=smtp://127.0.0.1

check-types: $(STAMP_DEV)
	env $(SETTINGS) $(BIN)/mypy

check-imports: $(STAMP_DEV)
	$(BIN)/lint-imports

check-templates: $(STAMP_DEV)
	$(BIN)/djlint --lint --quiet .

check-messages: $(STAMP_DEV)
	$(RUN) -m infra.messages --check

check-migrations: $(STAMP_DEV)
	$(RUN) -m infra.migrations

check-compose: $(STAMP_DEV)
	$(BIN)/docker-compose --env-file env.example --file docker-compose.yml config --quiet
	$(BIN)/hadolint --config infra/hadolint.yaml infra/Dockerfile
	ACME_EMAIL=operator@example.org $(BIN)/caddy validate --config infra/proxy/Caddyfile --adapter caddyfile 2>/dev/null

bench: $(STAMP_DEV) ## Measure (ROWS=a,b PROFILE=large)
	@$(BUILD)
	$(RUN) -m infra.bench $(if $(ROWS),--rows '$(ROWS)') $(if $(PROFILE),--profile '$(PROFILE)')

messages: $(STAMP_DEV) ## Collect the texts of code and templates into the Finnish and Swedish catalogues
	$(RUN) -m infra.messages

# uv resolves for every platform and Python at once; where it looks is its own business, not the lock's.
COMPILE := ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

locks: $(STAMP_DEV) ## Compile requirements/*.in into hashed locks (ARGS=--upgrade for newer versions)
	cd requirements && $(COMPILE) $(ARGS) --output-file base.txt base.in
	cd requirements && $(COMPILE) $(ARGS) --constraints base.txt --output-file build.txt build.in
	cd requirements && $(COMPILE) $(ARGS) --constraints build.txt --output-file local.txt local.in
	cd requirements && $(COMPILE) $(ARGS) --constraints local.txt --output-file dev.txt dev.in
