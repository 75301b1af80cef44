"""The command line: parse, call, print.

Nothing heavy is imported until a command needs it, so that help answers at once. One
module a command, each with `configure` (its options) and `execute` (what it does);
results go to standard output, progress and errors to standard error.
"""
