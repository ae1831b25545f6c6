"""On a terminal `raa ask` puts the missing facts one by one, and each answer changes what is asked next."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time

COMMAND = [
    sys.executable, "-m", "openraa", "ask", "jurisdiction.primary", "-a", "nato-sofa-1951",
    "person.status=force_member", "person.subject_to_sending_military_law=true",
    "offence.in_receiving_territory=true", "offence.punishable_sending=true",
    "offence.punishable_receiving=true", "offence.against=others",
]  # fmt: skip


def at_a_terminal(*answers: str) -> tuple[str, int]:
    """What the screen showed after typing these answers at the prompts, and the exit status."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(COMMAND, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    screen, left, deadline = "", list(answers), time.monotonic() + 30
    while time.monotonic() < deadline:
        ready, _, _ = select.select([ours], [], [], 0.2)
        if ready:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            screen += data.decode("utf-8", "replace")
        if left and screen.rstrip().endswith(">"):
            os.write(ours, f"{left.pop(0)}\n".encode())
            screen += "\n"
        elif not ready and process.poll() is not None:
            break
    os.close(ours)
    return screen, process.wait(timeout=10)


def test_a_missing_fact_is_asked_and_the_answer_settles_the_question() -> None:
    screen, status = at_a_terminal("false")
    assert "Did it arise out of an act or omission in the performance of official duty?" in screen
    assert "The receiving State has the primary right" in screen
    assert status == 0


def test_a_wrong_answer_is_explained_and_asked_again() -> None:
    screen, status = at_a_terminal("maybe", "true")
    assert "true or false" in screen
    assert "The sending State has the primary right" in screen
    assert status == 0


def test_what_cannot_be_found_out_leaves_the_question_open() -> None:
    screen, status = at_a_terminal("?")
    assert "remains open between" in screen
    assert status == 0
