"""How the parts of the window work together: one file for each thing that a person does with it."""
