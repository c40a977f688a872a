"""The pages of support pairs: the coordinator in charge, and the volunteer."""
