"""What the program tells a person, in one sentence each, and what the program can do about it.

All notices of the window go through one place.
"""
