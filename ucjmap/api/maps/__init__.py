"""One map: what is asked (`view`), the answer to it, and how each kind of file lays it out."""
