"""``springstep audit``: one module a subcommand, gathered in ``group``.

- ``audit``, ``audit_page``: every claim and every rule, and the page of it
- ``why_not``, ``what_if``: one runner
- ``season``, ``season_page``: one runner for months, and the page of it
- ``without``, ``diff``, ``difference_page``: two rule bases compared, and the page of it
- ``git_revision``, ``git_objects``: the knowledge folder of a git revision, which may be anybody's
- ``mutants``: whether small changes of the rules are noticed
- ``plants``: which planted faults are noticed
- ``count``: for how many runners each rule fires, and each claim says anything; ``counting`` what it needs
- ``mcdc``: for each condition two runners whom it alone tells apart
- ``approve``: the snapshot of runners and their advice, written or checked
- ``approved_page``: who is told otherwise than approved, and who can be kept no longer
- ``sign``, ``signers``, ``remark``: who stands behind what, who is to, and what they say of it
- ``signed``, ``signed_page``: how that stands, and the page of it
- ``key_password``: the password of a key
- ``verify``: what keys prove of it
- ``sheet``: it on paper, to be signed by hand
- ``signatures``: how it stands, on the page of an audit
- ``solver``: whether the solver is installed
"""
