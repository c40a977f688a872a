"""Who may take a place, what speaks against it, and what a plan asks too much of somebody."""
