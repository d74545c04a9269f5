"""Options that several commands share.

- ``overlays``: which of a coach's own rules are laid over the guide's
- ``overlay_folder``: which files of the settings folder are overlays, and which may be left out
- ``knowledge``: which rule base a coach's command reads
- ``rules_in_front``: a rule base that lies in the current folder or above it
- ``diary_memory``: which diary remembers earlier sessions, and on which day
- ``saved_plan``: today's plan, from a file
- ``kept_plan``: the plan to go on from, of a file or of the diary
- ``advised_case``: the advice on a case, with what diary and profile remember
- ``clock_time``: a time of the day, as options take it
- ``case_file``: the case, from a file or standard input
- ``file_path``: a file or folder that an option names
- ``json_output``: JSON on standard output or in a file
- ``output_file``: a file to write, over another one only with ``--force``
- ``usual_runs``: the runs of an ordinary week
- ``days``: a day, as options take it
- ``signature_file``: where signatures are kept
- ``signers``: a person's name, as options take it
"""
