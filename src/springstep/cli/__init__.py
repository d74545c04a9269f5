"""What people type: ``springstep`` and its commands. Only this layer prints, asks and exits.

- ``start``: where the command starts, before anything else is imported
- ``streams``: the standard streams as it finds them: closed, full, cut off, or of an old encoding
- ``main``: the command itself, and how it reports a user's mistakes
- ``lazy_group``: a group of commands, each imported only when it is called
- ``working``, ``progress``: a word that the program is at work, and how far it is
- ``consult``: the consultation in a terminal
- ``cue``: what to do now, in the middle of a run
- ``card``: a plan on a pocket card
- ``drawn_code``: a QR code as a picture, or on the terminal
- ``plan``: a plan as files for a watch or a calendar
- ``group``: a whole group advised at once
- ``batch``: a whole table advised into another
- ``week``, ``week_calendar``: which of the coming runs carry bursts, and these in a calendar
- ``recommend``: one case in, one recommendation out
- ``diary``: a runner's own record
- ``profile``: what stays true of a runner from run to run
- ``rules``: the rules as a coach reads them
- ``audit``: what is proved about the rules, and what they do
- ``schema``: the JSON Schemas
- ``serve``: the service over HTTP; ``site``: its pages as files; ``mcp``: a tool of assistants
- ``verify``: whether a receipt holds
- ``messages``: the texts of a decision card by their ids
- ``typed_lines``: lines as a person types them, with editing, and what is pasted along
- ``options``: options that several commands share
- ``text``: pages and pieces of text that several commands show

``diary``, ``profile``, ``rules`` and ``audit`` hold one module for each subcommand, and what only these need.
"""
