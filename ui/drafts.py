"""What is being typed survives a crash: the database keeps it under these names, encrypted."""

RECORD_DRAFT = "draft"
ROW_DRAFT = "draft_row"
DRAFT_PAUSE = 1500  # milliseconds after the last key
