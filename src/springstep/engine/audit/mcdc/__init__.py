"""Modified condition/decision coverage: for each condition of a rule two cases that it alone tells apart.

- ``conditions``: the single conditions of a rule, and what one of them decides
- ``effect``: what a rule tells one case and not the other, because of one condition
- ``neighbours``: cases that differ from one in a single answer
- ``search``: the pairs, found near examples or by the solver, or why there is none
- ``table``: the pairs as data, kept with the knowledge and replayed by the plain engine
"""
