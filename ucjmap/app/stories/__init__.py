"""The page of stories: the list, and one story with its views."""

from ucjmap.app.stories import stories_page

__all__ = ["stories_page"]
