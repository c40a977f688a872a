"""An association joins: it asks, two people of the federation approve, and it comes to be.

    received ──► backed (one person approves) ──► approved (another one, an administrator)
        │           │                                  the association is made, ready to be set up
        └───────────┴──► refused | withdrawn

Who asks follows it by a private link. The federation may begin one by itself, and then the same two approve.
"""
