"""What turns the tables and the report into a file, one file a format."""
