"""Files of tables that people send in: CSV and workbooks, within bounds of size, and nothing trusted."""
