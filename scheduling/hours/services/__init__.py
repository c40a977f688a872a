"""What may be done to hours, one module for each noun."""
