"""The training diary: what was planned and done on each run, kept in one file, carried in and out, and drawn.

``entry`` says what an entry is and ``check`` lets only sound ones in; ``store`` and ``migrations`` keep them at the
``place`` where they live; ``exchange`` carries them to folders and back through ``table`` and ``lines``; ``questions``
asks for them; ``trend`` and ``picture`` show the weeks. The engine knows nothing of it.
"""
