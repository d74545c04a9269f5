"""``springstep rules``: one module a subcommand, gathered in ``group``.

- ``list_rules``, ``search``, ``show``: the rules by topic, those with some words, and one in full
- ``standing``: who has signed one of them, and what was remarked on it
- ``graph``: the rules as a picture
- ``drills``, ``facts``: the drills, and what a case may hold
- ``ledger``: what became of every sentence of the guide
- ``render``: RULES.md, written or checked
- ``book``: the rules as plain data
- ``new``: the draft of a rule
- ``export_workbook``, ``import_workbook``: the rules as a workbook, and what was changed there
- ``workbook_effect``: whose advice that changes, and which claims break
"""
