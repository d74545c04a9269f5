"""``springstep consult``: the consultation in a terminal.

- ``command``: the options
- ``conversation``: events shown and lines read, from a person or from a file of answers
- ``answer_file``: a file that answers in place of a person
- ``event_lines``: each event as lines for a terminal
- ``line_input``: a person's lines, or a pipe's
- ``unanswered``: what ends a consultation in which nobody could answer again
- ``ahead``: what is likely to be needed next, made ready meanwhile
- ``plan_offer``: whether a plan is kept in the diary
- ``saved_consultation``: every step saved on disk, and resumed from there
- ``saved_case``: the case written to a file on request
- ``transcript``: everything said, added to a file
"""
