"""Making a trained network smaller: numbers of eight bits, channels removed, weights set to zero, a student taught."""
