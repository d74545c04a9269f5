"""How many cases the rules tell apart, and for how many of them something holds: exact, by decision diagrams.

- ``linear``: linear expressions over the numbers of a case
- ``reading``: z3's formulas, part by part
- ``cuts``: the thresholds at which anything changes
- ``cells``: the values of a number between them
- ``answers``: the answers of each fact as codes
- ``diagrams``: formulas as decision diagrams over these
- ``ties``: which answers go together where constraints compare numbers
- ``telling_apart``: answers that no formula tells apart
- ``population``: the cases that are told apart, counted
- ``words``: shares and large numbers in words
"""
