"""Pictures drawn with matplotlib.

- ``weeks``: the weeks of a diary
- ``season``: a simulated season
- ``card``: a pocket card
- ``figure``: what all are drawn on
"""
