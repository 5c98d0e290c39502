"""The embedded model boundaries of Indonesia, and the modules that rebuild them from their sources."""
