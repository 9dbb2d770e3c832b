"""Searches for lost data: every file operation fails once, processes are killed, files are mutated.

`jobs` lists what a person does, `injection` makes the disk fail, and the judges say whether anything was lost.
"""
