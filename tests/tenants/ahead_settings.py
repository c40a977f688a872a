"""The settings of a later version, for tests of migrating."""

from config.settings import *  # noqa: F403  # all of them

MIGRATION_MODULES = {"shifts": "tests.tenants.ahead"}
