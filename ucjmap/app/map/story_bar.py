"""A story on the map page: which view of it is shown, what it says, and the steps to the others."""

import html
from dataclasses import dataclass
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.shell import STEP, STORY, go_step, leave_story, link_to_stories, plain
from ucjmap.errors import N_, UsageError
from ucjmap.words import Lang, say, say_count, say_error


@dataclass(frozen=True)
class ShownStory:
    """The story that the address names, its view, and whether the map shows that view or another one meanwhile.

    ``told`` is None where the story has no such view any more.
    """

    story: api.Story
    told: api.ToldView | None
    is_here: bool

    @property
    def marks(self) -> tuple[api.Mark, ...]:
        """The marks of the view, where the map shows it."""
        return self.told.marks if self.told is not None and self.is_here else ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The views that there are to step to, as the address names them."""
        return tuple(str(view.number) for view in self.story.views)

    @property
    def now(self) -> str:
        """The view of the address, as it names it."""
        return str(self.told.view.number) if self.told is not None else ""


def find_story(store: api.Store, lang: Lang, answer: api.MapAnswer) -> tuple[ShownStory | None, str]:
    """The story that the address names, None without one, and what is wrong with it in words, empty if nothing."""
    key = st.query_params.get(STORY)
    if not key:
        return None, ""
    try:
        story = api.read_story(store, key)
    except UsageError as error:
        return None, say_error(lang, error)
    step = st.query_params.get(STEP, "")
    view = story.find(int(step)) if step.isascii() and step.isdigit() and len(step) < 10 else None
    if view is None:
        words = N_("The story has no such view any more. Step to one of the others.")
        return ShownStory(story, None, is_here=False), say(lang, words)
    told = api.tell_view(store, view, lang=lang)
    is_here = told.answer is not None and told.answer.view == answer.view
    return ShownStory(story, told, is_here), ""


def show_step(store: api.Store, story: api.Story, lang: Lang, number: str) -> None:
    """Go to the view of that number."""
    view = next((view for view in story.views if str(view.number) == number), None)
    if view is not None:
        go_step(api.step_address(store, story, view, lang=lang))


def story_bar(store: api.Store, shown: ShownStory, lang: Lang) -> None:
    """What the view says, whether its figures are still those of its day, and the buttons to the others."""
    told, t = shown.told, partial(say, lang)
    with st.container(key="story"):
        if told is not None and shown.is_here:
            st.html(_sentence(told))
        elif told is not None:
            words = told.problem or t(N_("You are looking around: this is not the view of the story."))
            st.html(f'<p class="ucj-story-remarks" role="status">{html.escape(words)}</p>')
        with st.container(horizontal=True, gap="small", key="story-steps", vertical_alignment="center"):
            _step_buttons(store, shown, lang)


def _step_buttons(store: api.Store, shown: ShownStory, lang: Lang) -> None:
    t, numbers = partial(say, lang), shown.numbers
    at = numbers.index(shown.now) if shown.now in numbers else -1
    step = partial(show_step, store, shown.story, lang)
    before, after = N_("The view before"), N_("The next view")
    st.button(
        t(before), key="story-before", icon=":material/chevron_left:", type="tertiary", disabled=at <= 0,
        on_click=step, args=(numbers[at - 1] if at > 0 else "",),
    )  # fmt: skip
    places = {"number": say_count(lang, at + 1) if at >= 0 else "–", "all": say_count(lang, len(numbers))}
    st.markdown(plain(t(N_("{number} of {all}"), **places)))
    is_last = at + 1 >= len(numbers)
    st.button(
        t(after), key="story-next", icon=":material/chevron_right:", type="tertiary", disabled=is_last,
        on_click=step, args=("" if is_last else numbers[at + 1],),
    )  # fmt: skip
    if shown.told is not None and not shown.is_here and shown.told.answer is not None:
        back = N_("Back to the view")
        st.button(t(back), key="story-back", type="tertiary", icon=":material/undo:", on_click=step, args=(shown.now,))
    link_to_stories(lang, plain(shown.story.name), shown.story.key)
    st.button(
        t(N_("Leave the story")), key="story-leave", type="tertiary", icon=":material/close:", on_click=leave_story
    )


def _sentence(told: api.ToldView) -> str:
    """The sentence of a view and what has to be said beside it, as HTML; everything is escaped."""
    said = f'<p class="ucj-story-said">{html.escape(told.view.sentence)}</p>' if told.view.sentence else ""
    remarks = "".join(f"<li>{html.escape(words)}</li>" for words in told.remarks)
    listed = f'<ul class="ucj-story-remarks">{remarks}</ul>' if remarks else ""
    return f'{said}<p class="ucj-story-day">{html.escape(told.summary)}</p>{listed}'
