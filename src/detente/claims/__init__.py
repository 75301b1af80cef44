"""Claims and verdicts: what a run says of an argument, and how sure it is."""
