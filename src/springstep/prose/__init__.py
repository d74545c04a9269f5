"""An answer in words, checked against the plan that it was made of: what it may say is what the plan holds.

- ``check``: every sentence judged
- ``judged``: what is found of a sentence
- ``findings``: what is found of one claim in it
- ``given_plan``: the plan as it was made, or made again from its receipt
- ``held``: what a plan holds, for claims to be held against
- ``sentences``, ``tokens``: an answer in its sentences, a sentence in its words, numbers and signs
- ``lexicon``: the words by which claims are found, from the knowledge
- ``negation``, ``reading``: what is denied, supposed, or said of what comes next
- ``sets_said``: sets
- ``lengths``, ``amounts``: lengths of time, and what each is
- ``counts``: how many of anything
- ``often``: how often
- ``chosen``: rows that are named, such as a drill
- ``sayings``: steps of decisions in other words
- ``verdict``: whether there are bursts
- ``reasons``, ``facts_said``: reasons, and what is said of the runner
- ``citations``: rules and sentences that are cited
- ``texts``, ``wording``: what the plan says in words, said again in others, or its opposite
"""
