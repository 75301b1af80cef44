"""The same laws in four programs, timed against one another on the same pairs."""
