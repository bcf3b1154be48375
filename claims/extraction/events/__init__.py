"""What happened, where, when and to whom."""
