"""The training diary: what was planned and done on each run, kept in one file, carried in and out.

- ``entry``: what one entry holds
- ``check``: only sound entries get in
- ``questions``: the questions that ask for an entry step by step
- ``store``: the entries in one SQLite file
- ``files``, ``migrations``, ``place``: that file, its tables version by version, and where it is
- ``exchange``, ``table``: entries written to plain files and read back, as JSON lines and as a table
- ``plan``: a recommendation as the diary keeps it
- ``todays_plan``: what the plan of the day says of a run under way
- ``history``: what the diary remembers of earlier sessions, as facts of a case
- ``meaning``: what an entry means, by the rules
- ``warned``: what the diary warns of, until it is gone
- ``kept_answers``: what was answered once and stays so
- ``answer``: what the rules answer at once to an entry
- ``trend``: the diary week by week
- ``errors``: what can go wrong

The engine knows nothing of the diary.
"""
