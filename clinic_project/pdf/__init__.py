"""Official PDF papers: rendering in a closed worker process, with a text layer that reads as the page reads."""
