"""A city festival with an umbrella of its own, into which a real shift export can be taken: plain facts."""

SLUG = "kaupunkijuhla"
UMBRELLA_SLUG = "juhlavuodet"
COORDINATOR = "kaisa.juhlavuori@example.org"
ROLE = ("Juhlavapaaehtoinen", "Festfrivillig", "Festival volunteer")
PASSWORD = "rinnalla-demo"  # that of all the demo's people
