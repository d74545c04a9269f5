"""Plain text that several commands show.

- ``lines``: wrapped lines, lists, columns and trees
- ``plan_page``: a recommendation as one page
- ``overlay_lines``: which overlays a plan was made with, and what they did
- ``reason_lines``: the trace of a plan, and what would change it
- ``rule_page``: everything about one rule
"""
