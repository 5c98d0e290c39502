"""Documents that flow over pages: tables to write in, and letters. Words come in, the bytes of a PDF go out."""

from ucjmap.render.documents.field_sheets import TablePage, make_table_document
from ucjmap.render.documents.letters import Letter, make_letter_document

__all__ = ["Letter", "TablePage", "make_letter_document", "make_table_document"]
