"""A plain grid of cells becomes progress rows and findings; the rules are in here, no bytes."""
