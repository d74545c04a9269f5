"""``springstep rules``: one module a subcommand, gathered in ``group``.

``list_rules``, ``search``, ``show``, ``graph``, ``drills``, ``facts``, ``ledger``, ``render`` and ``new``.
"""
