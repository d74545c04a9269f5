"""Pictures with a time axis.

- ``weeks``: the weeks of a diary
- ``season``: a simulated season
- ``figure``: what both are drawn on
"""
