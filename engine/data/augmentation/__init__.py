"""Changes images as other people might have written them. A whole batch is changed at once."""
