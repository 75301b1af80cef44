"""Interfaces: thin layers that parse, call and print."""
