"""Second factors: passkeys, authenticator apps, recovery codes, and what to do when a phone is lost."""
