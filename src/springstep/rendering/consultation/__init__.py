"""The pages of a consultation: one question a page, plain forms, and the plan.

A page holds all that the next one needs in its form; nothing is kept anywhere else. It loads its style and its script
from where it comes from, and works without the script.

- ``pages``: fills in a page from a state and the events of a turn
- ``questions``: a question as the fields of a form
- ``check_in_parts``: the facts that a check-in asks for at once, a field for each
- ``picks``: what there is to choose or to tick
- ``filled``: what was answered before, as a form is filled in with it
- ``what_if``: what may be supposed in place of an answer
- ``outcomes``: what may still come of a consultation, one by one
- ``lines``: what was entered in a form, as the line that a person would have typed
- ``turning``: from what was entered to the page that follows
- ``clock``: a run on the clock, as a picture
"""
