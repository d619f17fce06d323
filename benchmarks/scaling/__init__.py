"""A nation in one PostgreSQL database: how the times grow, and where they go."""
