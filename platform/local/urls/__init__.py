"""Routes of the demo; they are mounted below `demo/` and only where `settings.DEMO` is on."""
