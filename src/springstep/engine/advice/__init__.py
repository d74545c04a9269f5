"""From an inference to a recommendation: choices and verdict, every decision with its reasons, the trace.

The records that are returned:

- ``recommendation``: the recommendation with its decisions, reasons and advice
- ``trace``: what fired, what it matched and concluded, what was chosen
- ``amounts``: numbers with their units
- ``about``: the guide, what an answer is not, and what it does not consider
- ``messages``: the texts of an answer by stable ids, and the catalogue of those of a card
- ``choice_texts``: the texts of a choice by their ids
- ``plan_messages``: every text of a recommendation as messages, by its place
- ``identity``: the id of a recommendation, from what it was made of
- ``remaking``: a recommendation that was read, made anew to see whether it is still the same

From an inference to a recommendation:

- ``recommend``: builds the recommendation of a case
- ``completeness``: refuses an inference that leaves a decision open
- ``plan``: makes the choices and finds the verdict
- ``choosing``: takes a row of a table
- ``row_limits``: the rows of a table under the rules: what refuses each, and what prefers it
- ``rows``: which row is taken, which is passed over for it, and why
- ``carrying``: the rules behind a choice
- ``decisions``: writes decisions, advice and assumptions down
- ``headline``: the sentence that is read first
- ``weight``: which of several reasons is told first
- ``tracing``: writes the trace down

Other ways to run a case:

- ``trial``: a case with other values of some facts, nothing written down
- ``rule_examples``: whether a rule fires for its own examples as they say
- ``despite_faults``: the answers that decide by themselves, whatever is wrong with the others
- ``incomplete_rules``: advises a case under rules that may leave decisions open
- ``possible_rows``: which rows a choice may still take while facts are open
- ``outcome``: what is to be done, and which outcomes open facts leave

Overlays and safety claims:

- ``overlaid``: what a plan says of overlays
- ``overlay_notes``: which entries of an overlay took part in a plan
- ``claim_check``: the safety claims that one plan breaks
- ``overlay_claims``: refuses a plan that breaks a claim, unless an overlay relaxes it
"""
