"""The laws: how states see and act. One law a file; no law imports another."""
