"""How the stance model was trained, calibrated and measured."""
