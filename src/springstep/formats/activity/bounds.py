"""How large anything may be; no clock is looked at, so that a slow computer takes what a fast one takes."""

from __future__ import annotations

MOST_FIT_BYTES = 12_000_000
"""A day of running, each second with all that a watch measures, takes 8 MB."""
MOST_XML_BYTES = 64_000_000
MOST_MESSAGES = 300_000
MOST_FIELDS = 3_000_000
"""Values in all messages of a file; a day of running, second by second, has two million at most."""
MOST_SAMPLES = 200_000
"""Two days and more, second by second."""
MOST_LAPS = 5_000
MOST_ELEMENTS = 2_500_000
MOST_DEPTH = 40
MOST_TEXT = 200
"""How many characters of one value are read; all that a run needs is a number, a time or a word."""
MOST_SILENT_BYTES = 1_000_000
"""How much XML may go by without a single element."""
MOST_FILES = 100_000
MOST_LISTING_BYTES = 8_000_000
"""How large the table of contents of an archive may be."""
MOST_RATIO = 200
"""How many times larger than packed a part of an archive may be; recordings shrink to a tenth or so."""
RATIO_FROM_BYTES = 1_000_000
MOST_ARCHIVES_DEEP = 2
"""An archive, and the archives in it."""
LONGEST_S = 4 * 24 * 3600
"""No run is longer."""
