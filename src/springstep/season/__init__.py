"""A simulated season: a runner whose response is stated asks before every run, and is followed for months.

A model for looking at what the rules do, not physiology: nothing in here is knowledge about runners.

- ``model``: the calendar and the response of the runner, every number of the model
- ``model_file``: a model read from a file, checked, and written to one
- ``body``: the state of the simulated runner from day to day
- ``simulate``: the season run by run, each planned by the rules
- ``steps``: what changed from session to session, and the rules behind it
- ``account``: the account of each run and week
- ``summary``: the season in numbers
- ``words``: doses, steps and the outcome in words
- ``report``: the whole as data
"""
