"""A model of how people write: the forms of digits, letters and signs, and a hand that writes them.

Written digits join the training set, and written letters its outliers.
"""
