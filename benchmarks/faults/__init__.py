"""Every file operation fails once, processes are killed, files are mutated; judges say whether anything was lost."""
