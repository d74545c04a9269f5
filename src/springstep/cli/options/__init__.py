"""What several commands can be told.

- ``overlays``: which rules of a coach's own are laid over the guide's
- ``diary_memory``: which diary remembers earlier sessions, and on which day
- ``case_file``: the case, from a file or standard input
- ``output_file``: where something is written
- ``days``, ``signers``: a day and a person's name, as options take them
"""
