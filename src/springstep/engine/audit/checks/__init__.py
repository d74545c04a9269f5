"""The checks of an audit, each asking about every case: of single rules, and of the rule base as a whole."""
