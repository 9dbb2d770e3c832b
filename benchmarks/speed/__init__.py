"""How fast training is, and what each part of it costs. Every side of a comparison runs in turns with the others."""
