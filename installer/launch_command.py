"""What the frozen `coo-desktop` starts with: the command line."""

import multiprocessing
import sys

from coo_desktop.cli.main import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen child that examines a file starts here again
    sys.exit(main())
