"""Forms of the register, a module for each subject. They check shape; the verbs say whether it may be so."""
