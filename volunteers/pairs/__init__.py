"""Support pairs: a client and a volunteer who walks alongside. Of clients little is kept, and sealed."""
