"""The API's kit: authentication, errors, paging. Knows no domain."""
