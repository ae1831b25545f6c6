"""Forecast: how long a step in the life of an agreement still takes, judged by the register's own history.

In:  the lives of the register's agreements, and a day.
Out: when talks may end in a signature and when it may be in force, as distributions; the class they rest on;
     a back-test; a refusal where the history is too small.
Not here: what the register knows (register), pictures (site), screens (cli).
"""

from openraa.register.forecast.answer import (
    Estimate,
    Forecast,
    Part,
    Stage,
    agreement_meant,
    forecast,
    statements_of,
)
from openraa.register.forecast.backtest import Backtest, Tried, backtest
from openraa.register.forecast.classes import ENOUGH, ReferenceClass, reference_class
from openraa.register.forecast.curve import Observed, observed_curve
from openraa.register.forecast.span import DAYS_IN_MONTH, LeftOut, Span, Step
from openraa.register.forecast.told import (
    backtest_json,
    chance_by_end_of,
    curve_rows,
    forecast_json,
    length_said,
    rounded,
    when_said,
    years_ahead,
)

__all__ = [
    "DAYS_IN_MONTH",
    "ENOUGH",
    "Backtest",
    "Estimate",
    "Forecast",
    "LeftOut",
    "Observed",
    "Part",
    "ReferenceClass",
    "Span",
    "Stage",
    "Step",
    "Tried",
    "agreement_meant",
    "backtest",
    "backtest_json",
    "chance_by_end_of",
    "curve_rows",
    "forecast",
    "forecast_json",
    "length_said",
    "observed_curve",
    "reference_class",
    "rounded",
    "statements_of",
    "when_said",
    "years_ahead",
]
