"""Groups, occasions and numbers over HTTP, for those who look after their roles and units.

Refusals have the shape of every error: `{"code", "sentence", "data"}`, and say what the pages say.
"""
