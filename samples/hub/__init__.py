"""The sample hub in a database: invented people and organisations, made through the services."""
