"""Runs: batches of trajectories, carried out, kept and taken up again."""
