# Thin: every job lives in scripts/bootstrap.py, which runs the same on Windows. ARGS is passed on, for example
# make test ARGS="tests/domain -x".
PYTHON ?= python3
JOBS := setup demo test check format words golden paper-proof installer bench usefulness walk faults

.DEFAULT_GOAL := help
.PHONY: help $(JOBS)

help:
	@$(PYTHON) scripts/bootstrap.py || true

$(JOBS):
	@$(PYTHON) scripts/bootstrap.py $@ $(ARGS)
