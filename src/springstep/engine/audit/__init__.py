"""For the coach: what is proved and found of the rules, whose advice a change of them would change, and who signed.

- ``whole``: the audit, as the ``report`` says what it is; its ``work`` in pieces over ``processes``
- ``checks``: single rules, the rule base as such, and the safety claims; ``rule_findings`` tells of one
- ``witness``: a case in words; ``witness`` keeps one as an example
- ``difference``: two rule bases compared, as ``shifts``
- ``mutation``: small changes of the rules; ``mutation_check`` tells which are ``seen``
- ``approved``: approved cases; ``telling`` what each of them is told
- ``signing``: who has read which rule
- ``article``: a reader's own copy of the article against the ledger
- ``graph``: the rule graph as data
"""
