"""The association's own texts of messages."""
