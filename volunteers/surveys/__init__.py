"""Short questions whose answers belong to nobody: to volunteers, clients, partners, and those who came."""
