"""`python -m coo_desktop` opens the window; with arguments it is the command line."""

import sys

if __name__ == "__main__":
    if len(sys.argv) == 1:
        from coo_desktop.app import main as open_window

        sys.exit(open_window())
    from coo_desktop.cli.main import main

    sys.exit(main())
