"""The annual report: filled from what is recorded, completed in words, frozen, given out."""
