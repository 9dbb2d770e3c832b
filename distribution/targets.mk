# What is given to others: the wheel, the bundle, the locks, and what is checked about them.

TOOLS := .venv-tools
BUNDLING := .venv-bundle

.PHONY: wheel bundle try-bundle try-install lock audit licences

# dist/inkling-*.whl, for pip, pipx and uv.
wheel: $(VENV)/installed-dev
	@$(BIN)/python -m hatchling build --target wheel --directory dist

# dist/Inkling, a folder with a program to double-click that needs no Python, and the same packed.
bundle: $(BUNDLING)/installed-bundle
	@$(BUNDLING)/bin/python distribution/bundle.py

# What the bundle can do where no Python can be found; takes some minutes.
try-bundle:
	@$(PYTHON) distribution/trials.py

# The wheel in a new environment made by uv, pipx and pip: seconds, size, and the tour.
try-install: $(TOOLS)/installed-tools wheel
	@$(PYTHON) distribution/try_install.py

lock: $(TOOLS)/installed-tools
	@$(TOOLS)/bin/python distribution/lock.py

# Known holes in the packages that the locks pin; a package of which PyPI does not tell is an error.
audit: $(TOOLS)/installed-tools
	@for lock in run dev bundle; do \
		echo "locks/$$lock.txt" && $(TOOLS)/bin/pip-audit --strict --require-hashes --disable-pip -r locks/$$lock.txt || exit 1; \
	done

licences: $(BUNDLING)/installed-bundle
	@$(BUNDLING)/bin/python distribution/licences.py

$(TOOLS)/installed-tools: locks/tools.txt
	@$(MAKE) --no-print-directory VENV=$(TOOLS) $(TOOLS)/bin/python
	@$(TOOLS)/bin/python -m pip install $(HASHED) -r locks/tools.txt
	@touch $@

$(BUNDLING)/installed-bundle: locks/bundle.txt locks/run.txt
	@$(MAKE) --no-print-directory VENV=$(BUNDLING) $(BUNDLING)/installed-run
	@$(BUNDLING)/bin/python -m pip install $(HASHED) -r locks/bundle.txt
	@touch $@
