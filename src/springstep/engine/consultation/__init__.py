"""The consultation: a dialogue as a pure state machine, and how it knows which questions still matter.

- ``state``: what a dialogue remembers, as data
- ``events``: what it says, as data
- ``dialogue``: state and input in, state and events out
- ``questions``: the questions as a person meets them
- ``commands``: what may be said besides answers
- ``progress``: how the decisions stand halfway
- ``purpose``: why a question is asked, and what each answer opens or closes
- ``inquiry``: the next question, with two completions that prove that it matters
- ``position``: what some answers leave open
- ``relevance``: which open facts can still change the outcome, seen backwards through the rules
- ``fact_questions``: which questions a fact depends on
- ``completions``: ways in which the open questions could be answered
- ``witnesses``: proofs that a question matters
- ``case_split``: a proof, case by case, that no question matters any more
"""
