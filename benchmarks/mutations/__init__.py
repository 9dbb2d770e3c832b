"""Broken and hostile files of every kind, opened as the program opens them.

`mutants` makes them, `judges` open them and say whether the program kept its promises.
"""
