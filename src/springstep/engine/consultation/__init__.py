"""The consultation: a dialogue as a pure state machine, and how it knows which questions still matter.

- ``state``: what a dialogue remembers, as data
- ``events``: what it says, as data
- ``dialogue``: state and input in, state and events out
- ``turns``: how one line is taken
- ``state_check``: whether a state from outside fits the questions
- ``questions``: the questions as a person meets them
- ``check_in_turns``: when a check-in is asked in place of a fact, and what an answer to it settles
- ``check_in_reading``: a line said to a check-in; ``check_in_phrases``: what its words say of the facts
- ``overheard``: a danger said where another question was asked
- ``answer_notices``: how an answer was read, or what is assumed where it is unknown
- ``begun_items``: items named there, completed by the answer after it
- ``not_knowing``: what it costs to leave a question without an answer
- ``changes``: a changed answer, and how the decisions changed with it
- ``told_changes``: other answers as people tell them
- ``commands``: what may be said besides answers, and what comes of it
- ``command_words``: the same in words, as ``help`` lists it
- ``progress``: how the decisions stand halfway
- ``purpose``: why a question is asked, and what each answer opens or closes
- ``form``: which questions a form of one's own still has to ask
- ``inquiry``: the next question, with two completions that prove that it matters
- ``position``: what some answers leave open
- ``relevance``: which open facts can still change the outcome, seen backwards through the rules
- ``fact_questions``: which questions a fact depends on
- ``completions``: ways in which the open questions could be answered
- ``witnesses``: proofs that a question matters
- ``case_split``: a proof, case by case, that no question matters any more
"""
