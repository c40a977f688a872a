"""Forms of shifts. They check shape; whether it may be so is asked by the verbs."""
