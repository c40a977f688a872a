"""The product on one machine: embedded servers, `make demo`, the demo's mailbox and clock.

Nothing here is meant for production: the addresses are mounted only when `settings.DEMO` is on.
"""
