"""The document engine: Word, PDF, workbooks and charts from a template and rows."""
