"""What texts assert: claims, who makes them, and how they relate."""
