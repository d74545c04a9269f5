"""The rule base: knowledge files read, checked, assembled and cached.

- ``base``: the rule base as one frozen value
- ``cache``: what is computed from a rule base once
- ``installed_base``: the rule base that comes with the program
- ``load``: a knowledge folder read into a rule base
- ``partial``: a knowledge folder read as far as it can be, for an audit
- ``knowledge_reader``: one file after another, with every fault collected
- ``vocabulary_schema``, ``domain_schema``, ``spoken_schema``, ``rule_schema``, ``choice_schema``: what files may hold
- ``vocabulary``: the files of the vocabulary, built by ``vocabulary_builder``, ``facts``, ``kept``, ``asked_where``,
  ``definitions``, ``constraints`` and ``check_ins``, which has a schema of its own, ``check_in_schema``
- ``tables``: tables and their rows
- ``choices``: choices, what follows from them, and verdicts
- ``rule_builder``: rules with conditions parsed and names resolved
- ``row_selection``: what a rule excludes or prefers of the rows of a table
- ``assemble``: everything put together, and what no single file can know
- ``case_model``: the pydantic model of a case
- ``standard_cases``: the standard case of each moment, checked
- ``layers``: the layer of a rule
- ``presence``: what is there at a moment
- ``promises``: what advice promises, as claims
- ``claim_files``, ``ledger``, ``accepted``: safety claims, the guide's sentences, and accepted findings
- ``sense``, ``sense_schema``, ``sense_faults``: what words, rows and bounds have to agree with, for an audit
- ``plant_file``: faults to be planted
- ``copying``: a copy of the knowledge with some files changed
- ``overlay``: a coach's files applied to the rules, with ``overlay_folders``, ``overlay_reading``,
  ``overlay_schema``, ``overlay_rules``, ``overlay_amounts`` and ``overlay_caution``
- ``drafting``: a new rule, drafted into a file
- ``spoken``: what the knowledge declares of plain answers to a fact, checked
- ``plain_codec``: a rule base as plain data and back
"""
