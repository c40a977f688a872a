"""The association's register: people, periods, roles, sites, and the trail of changes."""
