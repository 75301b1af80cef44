"""Models of others, in their own terms: what the kernel is set against."""
