"""An association leaves: archived, brought back, or deleted at its own written request.

The administrators' verbs and pages. `tenants.leaving` does what they ask for, in the owner's process.
"""
