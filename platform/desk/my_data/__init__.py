"""What a volunteer does with what is kept about them: see it, take it along, be erased."""
