"""For the coach: what is proved and found about the rules, whose advice a change affects, and who has signed.

- ``full_audit``: the whole audit
- ``jobs``: its work in pieces
- ``processes``: work spread over several processes
- ``checks``: what is asked about single rules, the rule base as a whole and the safety claims
- ``blame``: which rules are to blame for a broken claim
- ``rule_findings``: the card and the findings of one rule
- ``report``: what an audit finds, as data
- ``witnesses``: a case in words
- ``witness_files``: a case as an example file
- ``difference``: two rule bases compared by what they advise
- ``tried_cases``: cases on which two rule bases differ, found by trying
- ``difference_report``: that comparison as data
- ``items``: all that a rule base says, item by item: listed, compared, and as it was approved
- ``snapshot``: approved cases with their advice
- ``told_otherwise``: approved cases that get other advice now
- ``blame_for_change``: which rules are behind that
- ``kept_cases``: cases kept in files beside the rules
- ``advice_probe``: the advice on a case without its reasons
- ``mcdc``: for each condition two cases that it alone tells apart
- ``switching_off``: a rule base with one rule switched off
- ``mutants``: small changes of a rule
- ``mutation_testing``: which of them are noticed
- ``mutation_results``: what was found of them, kept so that a long check may be broken off
- ``case_under_rules``: a case and the rules it fires, to see whether a changed rule can affect it
- ``signing``: who has read which rule
- ``article``: a reader's own copy of the article against the ledger
- ``graph``: the rule graph as data
"""
