"""What can be done with sources, documents and imports. Nothing here enqueues; entry points do."""
