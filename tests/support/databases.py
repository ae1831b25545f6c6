"""A PostgreSQL of a test's own: made for it in a folder, reached through a socket there, stopped after it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")


def _program(name: str) -> Path:
    found = sorted(path for pattern in _FOLDERS for path in Path("/").glob(f"{pattern[1:]}/{name}"))
    usual = shutil.which(name)
    if not found and usual is None:
        pytest.skip(f"PostgreSQL's {name} is not installed")
    return found[-1] if found else Path(str(usual))


@contextmanager
def postgres() -> Iterator[psycopg.Connection]:
    """A connection to a server that listens to nobody else."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="raa-pg-"))  # pytest's folders are too deep for a socket's name
    root = os.geteuid() == 0  # PostgreSQL refuses to run as root
    if root:
        shutil.chown(folder, "postgres")

    def run(*command: str) -> None:
        whole = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if root else command
        subprocess.run(whole, check=True, capture_output=True, cwd=folder)

    data, log = str(folder / "data"), str(folder / "log")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    try:
        run(str(initdb), "-D", data, "-A", "trust", "-U", "raa", "--no-sync", "-E", "UTF8", "--locale=C")
        run(str(control), "-D", data, "-w", "-o", options, "-l", log, "start")
        try:
            with psycopg.connect(host=str(folder), user="raa", dbname="postgres") as connection:
                yield connection
        finally:
            run(str(control), "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
