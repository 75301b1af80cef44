"""Forecasts scored on years that they have not seen, beside simple and black-box rivals.

rows, memory    what was known the year before, of every relevant pair
baselines       forecasts of disputes by rivals of the model
spending, ties  the same for military spending and for defence pacts
scores          scores, and the bootstrap that says how sure they are
registry        who takes part: a forecaster is a named function
origins         the same scores inside the training years, where choices are made
whole           all of it at once, as `detente backtest` prints it
"""
