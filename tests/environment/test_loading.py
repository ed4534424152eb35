"""The program imports as Python does: PySide reads no sources on the way, and nothing keeps them."""

import subprocess
import sys

IMPORTS = """
import linecache
import coo_desktop.app
import email.mime.multipart
print(sorted(name for name in linecache.cache if "email" in name or "coo_desktop" in name))
"""


def test_no_source_is_read_for_what_is_imported_after_qt():
    done = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True)
    # what is imported before PySide's hook is gone; whatever comes later is not read
    assert [name for name in done.stdout.split("'") if "email" in name or "views" in name] == []
