"""The hub tree as bare nodes, people who sign in, and roles granted on a node and what lies under it."""
