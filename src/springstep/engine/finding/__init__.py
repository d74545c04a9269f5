"""Rules found by what is meant: a situation told in plain words, and the rules that would fire in it.

- ``everyday``: words that mean something else in the middle of a sentence
- ``lengths``: lengths of time, and the facts that the words beside one speak of
- ``meanings``: which phrases mean which values of which facts, and those that a text holds
- ``understanding``: how a text is understood as a whole, and how that is told
- ``situation``: what is told as partial cases, one for each way to read it
- ``fitting``: what a rule makes of a partial case: whether it fires, and for which of the words
- ``search``: the rules for some words, those that surely fire first, each with why it was found
- ``index``: the same for a page that has no engine: phrases, and the rules that each speaks for or against
"""
