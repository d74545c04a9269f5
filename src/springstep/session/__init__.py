"""The session on a clock: the one part of advising runners that is code, not a declaration.

- ``clock``: efforts, recoveries and easy running, spread over the run
- ``look_ahead``, ``look_ahead_schema``: what some good weeks are, as declared, and the schema of the file
- ``week_ahead``, ``week_ahead_schema``: what is supposed of the coming days, as declared, and the schema of the file
- ``card_words``, ``card_words_schema``: the words of a pocket card, as declared, and the schema of the file
- ``watch_words``, ``watch_words_schema``: what a watch shows of a run, as declared, and the schema of the file
- ``where``: where on the run a burst belongs, and whether the runner has to choose the place
- ``group_words``, ``group_words_schema``: the order of a group and the columns of its table, as declared
- ``texts``: what is said of a session and of what comes next, by ids
- ``prose_words``, ``prose_words_schema``: the words in which an answer may speak of a plan, as declared
- ``sets``: a set on the clock, its step and the next one
- ``holding``: which of some declared conditions holds first of a plan
- ``lasting``: which rule says how the step goes on, once today is over
- ``declaring``: how such a file is read
- ``next_step``: what comes after some good weeks, worked out by the same rules
- ``short_page``, ``short_page_schema``: what stands on the short page of a plan, as declared, and whose reason it tells
- ``standing``: which advice stands once the strictest has decided, and what of a diary does
- ``fitting``: statements in several forms, for the lines that there are
- ``statements``, ``cue_statements``: what the short page of a plan says, and what is said in the middle of a run
- ``tone``: the colour of a verdict
- ``barring``: which decisions leave a run without bursts
- ``recommendation``: what is recommended to a runner, with session and next step
- ``workout``: a plan as a workout that no device is known to
- ``decision_card``: a plan as a card for other programs
- ``catalogues``: every text of cards and plans by its id, and what is wrong with a translation
- ``plan_messages``: each text of a plan as messages, and the plan in other words
- ``chapters``: what RULES.md says about looking ahead
- ``room``: adds these to what the engine recommends
"""
