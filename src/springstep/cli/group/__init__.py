"""``springstep group``: a whole group advised at once.

- ``command``: the command
- ``own_files``: the diary and the rules of each athlete
- ``group_lines``: the group as lines
- ``compare``, ``difference_lines``: whose advice differs between two rule bases, and that as lines
- ``cards``: a card for each athlete, each in a file of its own
"""
