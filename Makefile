# `make run` opens the window, `make test` checks everything; both install what they need the first time.
# `make test-instruction-sets` runs the engine's tests as older CPUs would, `make test-arithmetic` a fast part of them.
# With another Python: `make test PYTHON=python3.12 VENV=.venv-3.12`.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
# A file whose SHA-256 is not in the lock is refused.
HASHED := --disable-pip-version-check -q --require-hashes
INSTALL := $(BIN)/python -m pip install $(HASHED)
# PyTorch's own index has wheels without CUDA: 200 MB instead of 2.7 GB. Elsewhere than on Linux PyPI's have none either.
CPU_WHEELS := https://download.pytorch.org/whl/cpu
define INSTALL_ON_LINUX
if $(INSTALL) --no-deps --retries 0 --timeout 10 --index-url $(CPU_WHEELS) -r locks/cpu.txt 2>/dev/null; \
then $(INSTALL) -r locks/run.txt; \
else echo "PyTorch's index of CPU wheels does not answer: taking the larger ones from PyPI."; \
	$(INSTALL) -r locks/run.txt -r locks/cuda.txt; \
fi
endef

.PHONY: run test style tests test-instruction-sets test-arithmetic pictures clean
.DELETE_ON_ERROR:

run: $(VENV)/installed-run
	@$(BIN)/python main.py

# Tests start some hundred processes: where the environment forbids to keep compiled modules, each would compile them.
tests test-instruction-sets test-arithmetic: export PYTHONDONTWRITEBYTECODE :=

# Beside each other: mypy would leave a core idle.
test: $(VENV)/installed-dev
	@$(MAKE) --no-print-directory -j 2 style tests

style: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: $(VENV)/installed-dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses 2 --dist worksteal

test-instruction-sets: $(VENV)/installed-dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.instruction_sets

test-arithmetic: $(VENV)/installed-dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.instruction_sets --fast

pictures: $(VENV)/installed-run
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && export INKLING_HOME="$$home" QT_QPA_PLATFORM=offscreen && \
	$(BIN)/python main.py --tour --scheme light --pictures docs/pictures/light && \
	$(BIN)/python main.py --tour --scheme dark --pictures docs/pictures/dark && \
	QT_SCALE_FACTOR=2 $(BIN)/python main.py --tour --scheme light --size 960x500 --pictures docs/pictures/200-percent && \
	QT_SCALE_FACTOR=1.25 $(BIN)/python main.py --tour --scheme dark --size 1092x580 --pictures docs/pictures/125-percent

$(VENV)/installed-dev: locks/dev.txt $(VENV)/installed-run
	$(INSTALL) -r locks/dev.txt
	@touch $@

$(VENV)/installed-run: locks/run.txt locks/cpu.txt locks/cuda.txt $(VENV)/bin/python
	@echo "Installing what Inkling needs; this happens once and takes some minutes ..."
	@$(if $(filter Linux,$(shell uname -s)),$(INSTALL_ON_LINUX),$(INSTALL) -r locks/run.txt)
	@touch $@

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "Inkling needs Python 3.11, 3.12 or 3.13: install one of them."; exit 1; fi
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }

clean:
	rm -rf $(VENV) $(TOOLS) $(BUNDLING) build dist .mypy_cache .ruff_cache .pytest_cache

include distribution/targets.mk
