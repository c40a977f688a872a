"""The people: register, and later recruiting, training, supervision and support."""
