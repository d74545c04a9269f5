"""The rules over many cases at once: arrays with three truth values, in which a join is a maximum, minimum or *or*.

What arrays of numbers cannot tell for sure, above all a comparison so close that rounding could turn it, and every case
in which the rules leave something open, is *doubted*: such rows are for the generated function to decide. So the two
never differ, and the arrays need to know no fault.

- ``arrays``: what a fact is of many cases: words by their codes, exact numbers, lists
- ``numbers``: arithmetic and comparison of numbers, exact or doubted
- ``frame``: the cases of one run, and the items of their lists, with what is known and doubted of them
- ``truth``: conditions as arrays: where one is surely true, and where it is surely false
- ``definitions``: facts that follow from others
- ``bounds``: how the bounds on one decision come out, and which rules carried it
- ``layers``: the rules of one moment, layer by layer
- ``choosing``: which row of a table is taken, for each case
- ``program``: all of it for one rule base and moment
- ``provenance``: where rules rest on what was assumed
"""
