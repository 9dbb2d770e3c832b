"""The trainings that are measured, each a process of its own: `python -m benchmarks.record.programs.NAME --seed 0`.

Each prints the marks of `marks.py` as it goes, so that its clock is outside of it.
"""
