"""Who signs in, where, and with which rights. The person behind the login lives in an association."""
