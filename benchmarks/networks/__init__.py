"""Networks that a person could build: random ones checked against torch, presets trained, predictions compared."""
