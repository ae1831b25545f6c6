"""Runs the command line: `python -m openraa`."""

from openraa.cli import main

if __name__ == "__main__":
    main()
