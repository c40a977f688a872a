"""Making the demo federation come true, through the product's own verbs and at the times of the story.

Each login does what it may: the owner lays the ground (`ground`), the app fills it (`register`, `history`,
`rota`), the figures login publishes (`figures`). Every step finds what is there already, so that a run which
was cut off goes on where it stopped.
"""
