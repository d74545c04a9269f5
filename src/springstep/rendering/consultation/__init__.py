"""The pages of a consultation: one question a page, plain forms, and the plan.

A page holds all that the next one needs in its form; nothing is kept anywhere else. It loads its style and its script
from where it comes from, and works without the script.

- ``pages``: fills in a page from a state and the events of a turn
- ``questions``: a question as the fields of a form
- ``lines``: what was entered in a form, as the line that a person would have typed
- ``turning``: from what was entered to the page that follows
- ``clock``: a run on the clock, as a picture
"""
