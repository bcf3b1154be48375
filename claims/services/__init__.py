"""What can be done with claims. Nothing here enqueues; tasks and commands do."""
