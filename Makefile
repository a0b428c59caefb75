# Every target sets up what it needs first; the second time that takes about a second.
PYTHON := .venv/bin/python
# The tests of one file share what they prepare, and stay together.
TOGETHER := -n auto --dist loadfile
BENCHMARKS := first_frame key_to_screen playing_bytes busy_screen long_song idle_processor keystrokes latency containment part_writing realness realness_c2st copying diversity controls key_accuracy chord_accuracy melody_accuracy melody_track key_stated hearing hearing_unheard hearing_metre real_recordings hearing_start found_again listening

.DEFAULT_GOAL := help
.PHONY: help run test check demo bench setup setup-dev clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## Open the composer with a copy of an example song (without a terminal: compose it to out/)
	@scripts/run.sh examples/chorale.tuic

test: setup-dev ## Run the tests, as many at once as there are processors
	@$(PYTHON) -m pytest $(TOGETHER)

check: setup-dev ## Run all that must hold: format, lint, types, layers, tests
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports
	@$(PYTHON) -m pytest $(TOGETHER)

demo: setup ## Compose from one line of melody and one of chords, then judge the result
	@scripts/demo.sh

bench: setup-dev ## Measure, and print a table for each of the benchmarks
	@failed=; for name in $(BENCHMARKS); do \
		echo "== benchmarks/$$name.py"; $(PYTHON) benchmarks/$$name.py || failed="$$failed $$name"; \
	done; [ -z "$$failed" ] || { echo "missed its goal or failed:$$failed" >&2; exit 1; }

setup: ## Install what is missing: FluidSynth, a soundfont, .venv
	@scripts/setup.sh run

setup-dev: ## As setup, with the tools for tests and checks
	@scripts/setup.sh dev

clean: ## Remove .venv, caches and everything that was made
	@rm -rf .venv build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
