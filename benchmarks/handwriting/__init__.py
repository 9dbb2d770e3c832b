"""How well digits are read that people wrote with a pen, and how well other drawings are refused."""
