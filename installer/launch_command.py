"""What the frozen `coo-desktop` starts with: the command line."""

import sys

from coo_desktop.cli import main

sys.exit(main())
