"""What people say in place of the words and numbers of the knowledge, and how it is read.

A reading takes in every word of an answer or none: what is left over could turn its meaning round. The words themselves
stand in the knowledge, beside each fact; here are only those of the language: yes and no, numbers, times, fillers.

- ``data``: what the knowledge declares beside a fact: other words, what is unsure, what each value means
- ``errors``: an answer that cannot be taken, or has to be asked back
- ``lines``: what a line may be before it is understood
- ``tidy``: an answer in one spelling, without what says nothing
- ``phrases``: one or more values read from words
- ``figures``: numbers, times and clocks as people write them
- ``amounts``: a number fact read, in its own unit
- ``units``: quantities in one of several units, with the unit last used
- ``dates``: how long ago something was
- ``days``: a day as people tell it, gone by or to come
- ``items``: lists of things with several fields
"""
