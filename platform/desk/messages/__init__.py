"""Messages to somebody, in the app: the list, one of them, and how they wish to be told."""
