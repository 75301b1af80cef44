"""Worlds: scenarios, the plans and facts they are made of, and what is measured."""
