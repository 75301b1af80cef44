"""Worlds whose truth is known, because other models than the kernel made them."""
