"""The checks of an audit, each asking every athlete: of single rules, and of the rule base as a whole."""
