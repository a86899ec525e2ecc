"""The training toolkit; runs as its own process."""
