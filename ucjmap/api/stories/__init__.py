"""Stories: views of the map in order, each with a sentence, marks and the figures of the day it was written."""

from ucjmap.api.stories.differences import Difference
from ucjmap.api.stories.keeping import (
    begin_story,
    edit_story_view,
    forget_story,
    forget_story_view,
    keep_view,
    list_stories,
    move_story_view,
    read_story,
    rename_story,
    restore_view,
)
from ucjmap.api.stories.story_files import STORY_FORMATS, make_story_file, story_file_name, story_link
from ucjmap.api.stories.story_views import (
    LONGEST_MARK,
    LONGEST_NAME,
    LONGEST_SENTENCE,
    MOST_MARKS,
    MOST_VIEWS,
    DayFigure,
    Story,
    StoryView,
)
from ucjmap.api.stories.telling import ToldView, own_figure, say_marks, step_address, tell_story, tell_view

__all__ = [
    "LONGEST_MARK",
    "LONGEST_NAME",
    "LONGEST_SENTENCE",
    "MOST_MARKS",
    "MOST_VIEWS",
    "STORY_FORMATS",
    "DayFigure",
    "Difference",
    "Story",
    "StoryView",
    "ToldView",
    "begin_story",
    "edit_story_view",
    "forget_story",
    "forget_story_view",
    "keep_view",
    "list_stories",
    "make_story_file",
    "move_story_view",
    "own_figure",
    "read_story",
    "rename_story",
    "restore_view",
    "say_marks",
    "step_address",
    "story_file_name",
    "story_link",
    "tell_story",
    "tell_view",
]
