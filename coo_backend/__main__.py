"""Starts the backend: `python -m coo_backend --port 0 --data DIR --demo`."""

import sys

from coo_backend.serve import main

sys.exit(main())
