"""Plain text that several commands show.

``lines`` wraps, lists and draws trees; ``plan_page`` is a recommendation as a page, with ``overlay_lines`` on whose
rules it was made by; ``reason_lines`` is its trace and what would change it; ``rule_page`` one rule with everything.
"""
