"""What the rules of shifts refuse, each with a code, a sentence, a short label, and what to do instead."""
