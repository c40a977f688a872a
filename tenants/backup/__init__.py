"""Backups of one association, and bringing one back.

An archive is one encrypted file: a manifest (whose it is, what it held, how it was made) and PostgreSQL's own
dump of the association's schema, both of one moment. `making` writes one, `restoring` brings it back under
its own name or another, `keeping` does the nightly round. All of it runs with the owner's login.

What an archive holds besides the schema is what makes it usable elsewhere: the association's own public row,
its own domains, its affiliations, who may enter (a login's identifier, address, name and role; no passwords,
no second factors, no invitations), and the identifiers of those who were erased from it. It is as
confidential as the association itself, and opened by the key only.
"""
