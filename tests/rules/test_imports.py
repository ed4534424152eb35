"""Imports point the way the architecture says."""

import subprocess
import sys
from pathlib import Path

from tests.rules.sources import ROOT


def test_every_import_contract_is_kept():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
