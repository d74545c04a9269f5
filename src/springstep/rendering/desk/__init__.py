"""The coach's desk: pages on which the rules are read and checked, with what they rest on.

Each page is made of a rule base and a query alone, and loads its style from where it comes from; none needs a script.

- ``desk``: one desk, the pages on one rule base: where each is, and how it is filled in
- ``front``: the first page
- ``rule_list``: the rules, chosen by filters, words or a situation
- ``rule_card``: one rule with everything
- ``sources``: claims, the ledger of the guide, facts
- ``graph``: the rule graph, in parts and sizes
- ``ask``: questions to the rules about one case, which is ``asked_case``
- ``group``: a group that is pasted as a table, a line and a card for each
- ``signing``: what is to be signed, and how it stands by a file of signatures
- ``slips``: what was not understood of a text that was given
- ``audit``: an audit, however it stands
- ``own_page``: a rule of one's own, from the first question to the whole form
- ``own_made``: what comes of it: the rule in words, what it does, and the file, perhaps one that there was already
- ``own_form``: the form that it is made by
- ``own_fields``: what its fields offer
- ``own_faults``: what is wrong with it, field by field
- ``own_rule``: the overlay that it makes, laid over the rules
- ``own_begun``: the form begun from a rule
- ``own_examples``: a case for which a condition holds, and one for which it does not
- ``own_effect``: what a new rule does to the example cases
"""
