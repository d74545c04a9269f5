"""Plain text that several commands show.

- ``echo``: how anything is printed, so that nothing told can steer the terminal
- ``lines``: wrapped lines, lists, columns and trees
- ``colours``: when there are colours, and what red is for
- ``pager``: a long page, shown from its top
- ``short_page``: a recommendation in twelve lines
- ``plan_page``: a recommendation with all that goes with it
- ``tables``: lines of a table, whole words on a narrow terminal, too
- ``card_page``: a pocket card
- ``run_page``: a run as its steps
- ``overlay_lines``: which overlays a plan was made with, and what they did
- ``reason_lines``: the trace of a plan, and what would change it
- ``rule_page``: everything about one rule
"""
