"""What people type: ``springstep`` and its commands. Only this layer prints, asks and exits.

- ``start``, ``main``: the command itself; ``lazy_group`` imports a command only when it is called
- ``consult``, ``cue``, ``recommend``: advice, asked for or worked out
- ``diary``: a runner's own record; ``rules``: the rules as a coach reads them; ``audit``: what is proved of them
- ``schema``: the JSON Schemas
- ``options``: what several commands can be told; ``text``: the pages and pieces of text that several commands show

``consult``, ``diary``, ``rules`` and ``audit`` are packages, in them one module a subcommand and what only these need.
"""
