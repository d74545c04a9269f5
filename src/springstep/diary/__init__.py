"""The training diary: what was planned and done on each run, kept in one file, carried in and out, and drawn.

``entry`` says what an entry is and ``check`` lets only sound ones in; ``store`` keeps them, in the ``files`` and tables
(``migrations``) at their ``place``; ``exchange`` carries them out to folders and back, as lines and as a ``table``;
``questions`` asks for them; ``trend`` and ``picture`` show the weeks. The engine knows nothing of it.
"""
