"""The typed model of a framework file: what may be written, and nothing about how it is computed."""
