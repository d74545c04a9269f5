"""Fuzzing: every reader and public function takes anything, and answers or refuses in the package's own words.

Inputs are valid ones with a few edits each, since random bytes rarely come past the first check. In a usual run each
target gets a thousand of them, the same each time; SPRINGSTEP_FUZZ=100000 asks for so many at random, and
``python -m tests.fuzz.by_coverage`` lets Atheris look for inputs that reach new code.
"""
