"""The consultation: a dialogue as a pure state machine, and how it knows which question still matters.

- ``relevance``: which open facts can still change the outcome, seen backwards through the rules
- ``completions``: ways in which the open questions could be answered
- ``inquiry``: the next question, with two completions that prove that it matters
- ``purpose``: why a question is asked, and what each answer opens or closes
- ``state``, ``events``: what a dialogue remembers and what it says, as data
- ``dialogue``: state and input in, state and events out
"""
