"""Pages of figures and of annual reports."""
