"""The rule base: knowledge files read, checked, joined, and kept."""
