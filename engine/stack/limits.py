"""What a network may cost, so that training it stays something one can wait for on a laptop."""

MOST_LAYERS = 40
MOST_PARAMETERS = 5_000_000
"""20 MB as float32, and three times that while it learns with AdamW."""
MOST_MULTIPLY_ADDS = 30_000_000
"""For each image. At 20 GFLOP/s an epoch of 55,000 images then takes eight minutes."""
MOST_NUMBERS = 300_000
"""Between the layers, for each image: with batches of 1,024 that is 1.2 GB, and once more for the gradients."""
