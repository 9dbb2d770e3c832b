"""A trained run in forms that other programs and other people read: one file for each form."""
