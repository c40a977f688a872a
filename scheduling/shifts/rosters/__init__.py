"""Who comes, on paper: the shifts of some days with names and phone numbers, as a page and as PDF."""
