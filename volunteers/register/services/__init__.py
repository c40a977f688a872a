"""What may be done to the register, one module for each noun."""
