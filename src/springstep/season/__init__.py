"""A simulated season: a runner whose response is stated asks before every run, and is followed for months.

A model for looking at what the rules do, no physiology: nothing in here is knowledge about runners.

``model`` says what is told of it, and ``reading`` reads that; ``body`` is the runner as the model has one; ``simulate``
goes from run to run, taking ``steps``; ``account`` and ``summary`` say what came of it, in ``words``, as a ``report``.
"""
