"""The kill trial: people use the running platform while its processes are killed, and then all is counted.

Real clients over HTTP sign up, cancel, mark attendance, approve hours and close a month. At seeded moments
web, workers, beat, Redis and PostgreSQL die by SIGKILL and are brought back by the supervisor. Who gets no
answer presses again, as a person would. The ledger keeps what the server said yes to; when all is quiet the
judge compares it with the database, with the mail that arrived and with the figures.
"""
