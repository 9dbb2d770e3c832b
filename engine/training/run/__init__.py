"""The life of one run: its states, its end, and how it is kept while it goes on.

`state` lists which state may follow which.
"""
