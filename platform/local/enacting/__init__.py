"""Making the demo federation come true, through the product's own verbs and at the times of the story.

Each login does what it may: the owner's lays the ground (`ground`), the app's fills it (`stage` and what it
calls), the one for figures publishes (`figures`). Every step finds what is there already, so that a run
which was cut off goes on where it stopped.
"""
