"""``springstep audit``: one module a subcommand, gathered in ``group``.

- ``whole_audit``: every claim and every rule, told on an ``audit_page``
- ``why_not``, ``what_if``: one runner; ``season``: one runner for months, told on its ``season_page``
- ``without``, ``diff``: two rule bases compared, told on a ``difference_page``
- ``mutants``, ``approve``: who would notice a change of the rules
- ``sign``: who stands behind them
- ``solver``: whether there is one to prove with
"""
