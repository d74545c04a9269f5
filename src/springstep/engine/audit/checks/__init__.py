"""The checks of an audit, each asking about every case.

``rules`` asks about single rules, ``base`` about the rule base as a whole, ``claims`` proves the safety claims;
``bearing`` says when a conclusion carries and when it matters.
"""
