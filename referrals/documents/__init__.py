"""Papers of this app: plain data in, PDF out. No permission is checked here."""
