"""The agreement between an association (controller) and the operator of the service (processor).

A version's text never changes: a new text is a new version. An association that joined by a request is not
used before somebody who owns or coordinates it has accepted the agreement on screen (accounts.agreed).
"""
