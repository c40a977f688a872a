"""Routes, one module for each kind of host; `tenants.addresses` chooses among them."""
