"""Images that are no digits. Training gives them the same target probability for every digit, so the network doubts."""
