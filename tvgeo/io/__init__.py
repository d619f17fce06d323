"""Reading and writing files: the data folder in, exports out. No rules about progress live here."""
