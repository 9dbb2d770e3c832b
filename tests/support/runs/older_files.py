"""Files as version 0.1.0 wrote them before settings and figures had their present names."""

from pathlib import Path

OLDER_HOME = Path(__file__).parent / "older_home"
"""A stopped run's record and history, two digits of a person, and what a window remembered."""
