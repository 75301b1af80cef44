"""Core: types, errors, parameters, random bits; no domain knowledge."""
