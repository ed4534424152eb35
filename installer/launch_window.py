"""What the frozen window program starts with: the same as `python -m coo_desktop`."""

import runpy

runpy.run_module("coo_desktop", run_name="__main__", alter_sys=True)
