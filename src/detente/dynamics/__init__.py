"""The kernel: one transition over one year, and the only scan over it."""
