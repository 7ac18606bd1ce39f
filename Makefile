# Every target sets up what it needs: an environment in .venv (once for each state of pyproject.toml) and, as root on
# Debian, the system packages. Nothing is installed twice.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KEY := $(shell sha256sum pyproject.toml | cut -c1-12)
READY := $(VENV)/.ready-$(KEY)
READY_RUN := $(VENV)/.ready-run-$(KEY)
READY_BENCH := $(VENV)/.ready-bench-$(KEY)
READY_PACKAGE := $(VENV)/.ready-package-$(KEY)
export PYTHON PHOTOS PYTEST_ARGS

.PHONY: help run test lint bench bench-crh gpu-check shot soak torture fuzz lock audit package clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(READY):
	@packaging/setup-venv.sh $(VENV) test,dev $@

$(READY_RUN):
	@packaging/setup-venv.sh $(VENV) "" $@

$(READY_BENCH): $(READY)
	@packaging/setup-venv.sh $(VENV) test,dev,bench $@

$(READY_PACKAGE): $(READY)
	@packaging/setup-venv.sh $(VENV) test,dev,package $@

run: ## open the window on the sample photos, or on PHOTOS=dir; without a display, do the same on the command line
	@packaging/setup-debian.sh venv $(if $(DISPLAY)$(WAYLAND_DISPLAY),window)
	@test -e $(READY) || $(MAKE) --no-print-directory $(READY_RUN)
	@packaging/run.sh $(BIN)/python

test: ## ruff, mypy and all tests, a real window under Xvfb among them (PYTEST_ARGS=… for pytest)
	@packaging/setup-debian.sh venv window xvfb
	@$(MAKE) --no-print-directory $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(PYTEST_ARGS)

lint: ## ruff and mypy alone
	@packaging/setup-debian.sh venv
	@$(MAKE) --no-print-directory $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: ## measure: hashing, search, regrouping, first paint, each beside its floor
	@packaging/setup-debian.sh venv window
	@$(MAKE) --no-print-directory $(READY_BENCH)
	$(BIN)/python -m tests.benchmarks $(BENCH_ARGS)

bench-crh: ## tables of CRH and its rivals on frozen features; goes on where it stopped (BENCH_ARGS=…)
	@packaging/setup-debian.sh venv
	@$(MAKE) --no-print-directory $(READY_BENCH)
	$(BIN)/python -m tests.benchmarks.bench_crh $(BENCH_ARGS)

gpu-check: ## device, autocast, memory and speed of training on the GPU that is there
	@packaging/setup-debian.sh venv
	@$(MAKE) --no-print-directory $(READY)
	$(BIN)/python -m tests.benchmarks.gpu_check $(BENCH_ARGS)

shot: ## pictures of every page, from a real window under Xvfb, into shots/ (SHOT_ARGS="--text 200 --shot shots/200")
	@packaging/setup-debian.sh venv window xvfb fonts
	@$(MAKE) --no-print-directory $(READY)
	@packaging/shot.sh $(BIN)/python $(SHOT_ARGS)

soak: ## an hour in the window under Xvfb: memory, threads, handles (SOAK_ARGS="--minutes 60 --seed 0")
	@packaging/setup-debian.sh venv window xvfb
	@$(MAKE) --no-print-directory $(READY)
	xvfb-run -a -s "-screen 0 1440x900x24" $(BIN)/python -m tests.endurance.soak $(SOAK_ARGS)

torture: ## kills at random moments, and every call failing (TORTURE_ARGS="kill --runs 200" or "faults")
	@packaging/setup-debian.sh venv window xvfb
	@$(MAKE) --no-print-directory $(READY)
	xvfb-run -a -s "-screen 0 1440x900x24" $(BIN)/python -m tests.endurance.torture $(TORTURE_ARGS)

fuzz: ## mutated files, models, plans and messages, guided by coverage (FUZZ_ARGS="--runs 25000")
	@packaging/setup-debian.sh venv window
	@$(MAKE) --no-print-directory $(READY)
	$(BIN)/python -m tests.fuzz.fuzz $(FUZZ_ARGS)

lock: ## write the lock files, the bill of materials and the list of licences anew
	@packaging/setup-debian.sh venv
	@$(MAKE) --no-print-directory $(READY_PACKAGE)
	@packaging/lock.sh $(BIN)/python

package: ## wheel, Debian package and one-folder build into dist/ (FREEZE=0 leaves the last out)
	@packaging/setup-debian.sh venv window package
	@$(MAKE) --no-print-directory $(READY_PACKAGE)
	@packaging/package.sh $(BIN)/python

audit: ## known holes in what is installed; fails as well where a package could not be looked up
	@packaging/setup-debian.sh venv
	@$(MAKE) --no-print-directory $(READY_PACKAGE)
	@$(BIN)/python packaging/audit.py packaging/requirements.lock

clean: ## remove what was built: environment, caches, sample library, pictures
	rm -rf $(VENV) build dist shots .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
