"""Run the command line as `python -m detente.interfaces.cli`."""

import sys

from detente.interfaces.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
