"""Networks: associations of any districts that work together, each in them from a day to a day.

A network's figure is the sum of what is published of its associations, and nothing else: see `selectors`.
"""
