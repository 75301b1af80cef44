"""Forecasts scored on years that they have not seen, beside those of rivals.

rows, memory    what was known the year before, of every relevant pair
baselines       forecasts of disputes by rivals of the model
spending, ties  the same for military spending and for defence pacts
scores          how good a forecast was
bootstrap       how sure that is, and whether one is better than another
registry        who takes part: a forecaster is a named function
asking          an answer that can be scored, or a line on why not
origins         the same scores inside the training years, where choices are made
whole           all of it at once, as `detente backtest` prints it
"""
