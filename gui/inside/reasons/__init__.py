"""The view Why: which ink speaks for an answer, which against it, and what each stroke does.

Its controller asks the engine in the background.
"""
