"""The table of all kept runs: its columns and its rows.

What a person has chosen stays chosen when the rows change.
"""
