"""Pictures drawn with matplotlib.

- ``weeks``: the weeks of a diary
- ``season``: a simulated season
- ``card``: a pocket card
- ``verdicts``: the verdicts of a table under two sets of rules
- ``figure``: what all are drawn on
"""
