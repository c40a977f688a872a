"""Yearly totals of associations that do not keep their hours here, told through a private link."""
