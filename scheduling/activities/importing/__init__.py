"""Reading files of numbers: from cells to what each row says of what, and what is to become of it."""
