"""The database: tables, the engine, bulk columns, and what the register knows."""
