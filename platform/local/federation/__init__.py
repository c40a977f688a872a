"""The demo federation: people, roles, hours and shifts that never existed, the same from one seed each time.

Nothing in this package knows Django or a database. It says what there is to be; the management commands put
it there through the product's own services. See `story.build`.
"""
