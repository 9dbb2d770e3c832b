"""What an image may be called."""

CLASSES = 10
"""Labels 0 to 9 are the digits."""
NOTHING = 10
"""The label of an image that is no digit; a network has no output for it, but should hold no digit probable then."""
