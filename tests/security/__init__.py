"""Tests of what stands against each threat of infra/threats.md, where no other package has them."""
