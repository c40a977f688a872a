"""Reading shift exports of other products: from bytes to checked rows. Touches no database."""
