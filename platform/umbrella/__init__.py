"""The federation: exact figures, suppression, published releases and their pages."""
