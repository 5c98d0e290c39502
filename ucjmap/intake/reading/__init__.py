"""What a file holds: sheets and cells of workbooks and text, inside limits; values as people type them."""
