"""Which stories belong together, and why: a pure library, sequences in, records out.

Take what you need from its modules, such as `clustering.pipeline.find_themes`; each loads only what it uses.
"""
