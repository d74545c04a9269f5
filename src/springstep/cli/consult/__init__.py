"""``springstep consult``: the consultation in a terminal.

``command`` reads the options and holds a ``conversation``, which shows each event by ``event_lines``;
``saved_consultation`` keeps every step on disk, ``transcript`` what is said, and ``saved_case`` the case on request.
"""
