"""The view "Map": training digits as the network sees them, with the drawing among them."""
