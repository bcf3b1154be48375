"""Cases, sources, documents and imports over HTTP."""
