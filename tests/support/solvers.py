"""A second solver, to confirm what the first one says."""

from __future__ import annotations

import cvc5


def solved_by_cvc5(smtlib: str, *, seconds: float | None = None) -> str:
    """What cvc5 answers to a question in SMT-LIB 2: sat, unsat, or unknown, as after these seconds."""
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    solver.setLogic("ALL")
    if seconds is not None:
        solver.setOption("tlimit-per", str(int(seconds * 1000)))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, smtlib, "proof")
    symbols = parser.getSymbolManager()
    answer = ""
    while not (command := parser.nextCommand()).isNull():
        said = command.invoke(solver, symbols).strip()
        answer = said or answer
    return answer
