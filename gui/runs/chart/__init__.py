"""The curves of the ticked runs, laid over one another."""
