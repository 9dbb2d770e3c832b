"""The table of all kept runs: its columns, its rows, and the choice in it."""
