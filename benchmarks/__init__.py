"""Measurements against named peers, in one run, as ratios. Nothing here is asserted by tests."""
