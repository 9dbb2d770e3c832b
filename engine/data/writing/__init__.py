"""A model of how people write: the forms of digits, letters and signs, and a hand that writes them."""
