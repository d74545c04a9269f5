"""A whole group as a page to print.

- ``page``: one HTML page with a line for each athlete, and the card of each
"""
