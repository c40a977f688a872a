"""Taking an association out of service, bringing it back, and deleting it: the owner's process at work.

`work` takes what somebody asked for (a row of `Passage`) and does its steps, each whole or not at all;
`archiving`, `returning` and `deleting` are the steps. An archive is a backup (`tenants.backup`) in a folder
of its own, which the nightly round leaves alone.
"""
