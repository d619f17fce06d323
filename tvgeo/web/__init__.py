"""Everything between the network and the dashboard: routes, assets, the gate, `serve`."""
