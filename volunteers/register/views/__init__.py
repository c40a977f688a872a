"""Pages of the register, a module for each subject: the coordinator's, and a volunteer's roles."""
