"""The federation's year: closed, frozen with the hash of what was published, submitted, amended."""
