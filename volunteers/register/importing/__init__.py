"""Reading files of people: from cells to what each row says of whom, and what is to become of it."""
