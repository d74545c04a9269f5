"""The training diary: what was planned and done on each run, kept in one file, carried in and out.

``entry`` says what an entry is and ``check`` lets only sound ones in; ``store`` keeps them, in the ``files`` and tables
(``migrations``) at their ``place``; ``exchange`` carries them out to folders and back, as lines and as a ``table``;
``questions`` asks for them; ``plan`` puts a recommendation beside them; ``history`` tells a case what they remember;
``trend`` sums the weeks up; ``errors`` is what can go wrong. The engine knows nothing of it.
"""
