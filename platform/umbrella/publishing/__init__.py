"""An association publishes its own totals, and asks first whether they would uncover another's figure."""
