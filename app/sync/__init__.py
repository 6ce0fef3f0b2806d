"""The merge of change logs: from entries the state of each row. No network, no hub here yet."""
