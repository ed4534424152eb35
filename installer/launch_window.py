"""What the frozen window program starts with: the same as `python -m coo_desktop`."""

import multiprocessing
import runpy

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen child that examines a file starts here again
    runpy.run_module("coo_desktop", run_name="__main__", alter_sys=True)
