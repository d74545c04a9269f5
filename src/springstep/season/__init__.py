"""A simulated season: a runner whose response is stated asks before every run, and is followed for months.

A model for looking at what the rules do, no physiology: nothing in here is knowledge about runners.
"""
