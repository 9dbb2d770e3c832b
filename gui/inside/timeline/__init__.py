"""The time slider below the views: the network as it was earlier in its training."""
