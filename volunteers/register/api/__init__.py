"""The register over HTTP: people for coordinators, and the roles that people can do."""
