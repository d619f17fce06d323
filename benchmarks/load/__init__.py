"""Many viewers at once, a planner, files made to hurt: how the dashboard holds."""
