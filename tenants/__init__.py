"""Tenancy: associations, umbrellas, who may enter, and the walls between them."""
