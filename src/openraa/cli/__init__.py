"""The command line `raa`: one file for each group of commands, thin; rooms are imported when a command runs.

In:  arguments. Out: text for people, `--json` for machines, and an exit status (openraa.problems.Exit).
Not here: anything that another program would want to call.
"""

from openraa.cli.app import main

__all__ = ["main"]
