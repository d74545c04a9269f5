"""All that a rule base says, item by item, as plain data that can be signed, approved and compared.

- ``item``: one item: its kind, its id and what it says
- ``of_rules``: the rules, and the topics that they stand under
- ``of_files``: everything else that the knowledge's files say, whatever the subject
- ``of_overlays``: the entries of a coach's overlays
- ``lookup``: items named by people
- ``listing``: all of them, of one rule base
- ``differences``: what is gone, added and changed between two lists of items
- ``wording``: an item and what became of it, in a sentence
- ``approved``: the record of everything as it was approved, beside the rules
- ``approval``: what is not as it was approved, as findings
"""
