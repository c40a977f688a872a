"""The association's own figures, told as a whole."""
