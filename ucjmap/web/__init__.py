"""HTTP routes beside the pages: files for the browser and display geometry."""
