# Two commands do all the set-up: `make run` and `make test`. Windows without make: README.md.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run test test-slow lint format screenshots accessibility samples bench load scaling lock audit bundle clean

help:
	@echo "make run          start the dashboard on http://127.0.0.1:$(PORT)"
	@echo "make test         run the tests (a few minutes)"
	@echo "make test-slow    run the long rounds of the tests"
	@echo "make lint         ruff, mypy, import contracts"
	@echo "make format       let ruff arrange the code"
	@echo "make screenshots  draw docs/images anew (needs Chromium)"
	@echo "make accessibility  try every page with axe, keys and sizes; write docs/accessibility.md"
	@echo "make samples      draw pages of a briefing into docs/images (needs LibreOffice, pdftoppm)"
	@echo "make bench        measure the dashboard against other tools: docs/benchmarks.md (half an hour)"
	@echo "make load         many viewers at once, this machine only"
	@echo "make scaling URL=…  measure a nation in an empty PostgreSQL database: docs/scaling.md"
	@echo "make lock         write requirements*.txt with hashes, after a change of requirements*.in"
	@echo "make audit        ask whether a locked package has a known vulnerability"
	@echo "make bundle       one archive in dist/ that installs without a network"
	@echo "make clean        remove the virtual environment and caches"

run: $(VENV)/run.stamp
	@$(RUN) -m tvgeo serve --port $(PORT)

# Two processes at a time, a file of tests each: a started server is shared by the tests of a file.
test: $(VENV)/dev.stamp
	@$(RUN) -m pytest -q -m "not slow" -n 2 --dist loadfile

# As above, in the order of `tests/conftest.py`: the longest begin, or all would wait for them.
# pytest ends with 5 when there is no such test: that is no failure.
test-slow: $(VENV)/dev.stamp
	@$(RUN) -m pytest -q -m slow -n 2 --dist loadfile --no-loadscope-reorder || [ $$? -eq 5 ]

lint: $(VENV)/dev.stamp
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check --quiet .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports

format: $(VENV)/dev.stamp
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

screenshots: $(VENV)/dev.stamp
	@$(RUN) tools/screenshots.py

accessibility: $(VENV)/dev.stamp
	@$(RUN) tools/accessibility.py

samples: $(VENV)/dev.stamp
	@folder=$$(mktemp -d) && \
	  $(RUN) -m tvgeo brief --as-of 2025-12-31 --format png,pdf,pptx,docx,xlsx -o $$folder >/dev/null && \
	  $(RUN) tools/render_documents.py $$folder --samples docs/images && rm -rf $$folder

# QUICK=1: everything small, for function; ONLY=map,start SIZES=100 TOOLS=tvgeo: that part anew.
bench: $(VENV)/dev.stamp $(VENV)-bench/stamp
	@$(RUN) -m benchmarks $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(if $(SIZES),--sizes $(SIZES)) $(if $(TOOLS),--tools $(TOOLS))

# QUICK=1: few viewers, for function; SOAK=5: minutes of the soak.
load: $(VENV)/dev.stamp
	@$(RUN) -m benchmarks.load $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(if $(SOAK),--soak $(SOAK))

# URL: an empty database with PostGIS; QUICK=1: a small nation, for function.
scaling: $(VENV)/dev.stamp
	@$(RUN) -m benchmarks.scaling --url "$(URL)" $(if $(QUICK),--quick)

audit: $(VENV)/dev.stamp
	@$(RUN) tools/audit_dependencies.py

# FOR="windows:3.12 linux:3.12": for other machines than this one, several in one archive.
bundle: $(VENV)/dev.stamp
	@$(RUN) tools/bundle.py $(if $(FOR),--for $(FOR))

# Every package that the direct ones of *.in bring along, with versions and hashes, for Linux,
# Windows and macOS. What is locked stays unless a *.in file or UPGRADE="--upgrade" says otherwise.
lock: $(VENV)/dev.stamp
	@for asked in requirements.in $(wildcard requirements-*.in); do \
	  $(VENV)/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	    --generate-hashes --custom-compile-command "make lock" $(UPGRADE) \
	    $$asked -o $${asked%.in}.txt || exit 1; \
	done

clean:
	rm -rf $(VENV) $(VENV)-bench .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# A stamp is newer than the requirements it was made from: a second call installs nothing.
$(VENV)/run.stamp: requirements.txt | $(RUN)
	@echo "Installing what tvgeo needs (once, a minute or two) ..."
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(RUN)
	@echo "Installing what tvgeo and its tests need (once, a few minutes) ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

$(VENV)-bench/stamp: requirements-bench.txt | $(RUN)
	@echo "Installing what the dashboard is compared with (once, a minute or two) ..."
	@$(RUN) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(RUN):
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Không tìm thấy $(PYTHON): cần Python 3.11 trở lên. / $(PYTHON) is not here: Python 3.11 or newer is needed." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Cần Python 3.11 trở lên; đang dùng `$(PYTHON) --version 2>&1`. Ví dụ: make run PYTHON=python3.12" >&2; \
	  echo "Python 3.11 or newer is needed; this is `$(PYTHON) --version 2>&1`. For example: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
