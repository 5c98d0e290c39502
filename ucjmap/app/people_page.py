"""Who may do what where: for administrators of an installation where people sign in."""

from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.shell import area_search, asked_store, page_lang, plain
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, UCJMapError
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_error

_TOLD = "people-told"
_AREA = "people-area"


def show() -> None:
    """Draw the page."""
    lang = page_lang()
    t = partial(say, lang)
    st.title(t(N_("People")), anchor=False)
    if get_settings().access != "oidc":
        st.info(
            t(
                N_(
                    "Nobody signs in here by name: the setting UCJMAP_ACCESS=oidc, described for administrators, changes that."
                )
            )
        )
        return
    store = asked_store()
    try:
        known = api.list_people(store)
    except UCJMapError as error:
        st.info(say_error(lang, error))
        return
    if _TOLD in st.session_state:
        is_done, told = st.session_state.pop(_TOLD)
        (st.success if is_done else st.error)(plain(told))
    tree = api.area_tree(store)
    _list(lang, tree, known)
    _give(lang, store, tree)
    if known:
        _change(lang, store, tree, known)


def _list(lang: Lang, tree: api.AreaTree, known: list[api.Person]) -> None:
    t = partial(say, lang)
    rows = [
        {
            t(N_("E-mail")): person.email,
            t(N_("Name")): person.name,
            t(N_("Role")): t(api.ROLE_NAMES[role]) if role else "–",
            t(N_("Area")): _name(tree, area) if area else "–",
            t(N_("Has signed in")): person.has_signed_in,
        }
        for person in known
        for role, area in person.roles or ((None, ""),)
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True)
    else:
        st.info(t(N_("Nobody has a role yet.")))


def _name(tree: api.AreaTree, code: str) -> str:
    is_known = code == COUNTRY or code in tree.areas.index
    return f"{tree.name(code)} ({code})" if is_known else code


def _give(lang: Lang, store: api.Store, tree: api.AreaTree) -> None:
    t = partial(say, lang)
    st.subheader(t(N_("Give a role")), anchor=False)
    email = st.text_input(t(N_("E-mail")), key="people-email", max_chars=254)
    name = st.text_input(t(N_("Name")), key="people-name", max_chars=120)
    role = st.selectbox(t(N_("Role")), api.ROLES_OF_PEOPLE, format_func=lambda key: t(api.ROLE_NAMES[key]))
    area_search(lang, key="people-search", near=COUNTRY, go_to=_choose)
    area = st.session_state.get(_AREA, "")
    st.markdown(plain(t(N_("Area: {area}"), area=_name(tree, area) if area else "–")))
    st.button(t(N_("Give the role")), disabled=not (email.strip() and area), type="primary",
              on_click=_do, args=(lang, N_("The role was given."), api.give_role, store, email, role, area),
              kwargs={"name": name})  # fmt: skip


def _choose(code: str) -> None:
    st.session_state[_AREA] = code


def _change(lang: Lang, store: api.Store, tree: api.AreaTree, known: list[api.Person]) -> None:
    t = partial(say, lang)
    st.subheader(t(N_("Take away")), anchor=False)
    emails = [person.email for person in known]
    email = st.selectbox(t(N_("Person")), emails, None, key="people-person", placeholder=t(N_("Choose a person")))
    person = next((one for one in known if one.email == email), None)
    if person is None:
        return
    for role, area in person.roles:
        label = t(N_("Take away: {role}, {area}"), role=t(api.ROLE_NAMES[role]), area=_name(tree, area))
        st.button(plain(label), key=f"take-{role}-{area}", on_click=_do,
                  args=(lang, N_("The role was taken away."), api.take_role, store, person.email, role, area))  # fmt: skip
    with st.container(horizontal=True):
        st.button(t(N_("End all sessions")), on_click=_do,
                  args=(lang, N_("All sessions were ended."), api.end_person_sessions, store, person.email))  # fmt: skip
        st.button(t(N_("Take the person out")), on_click=_do,
                  args=(lang, N_("The person was taken out."), api.remove_person, store, person.email))  # fmt: skip


def _do(lang: Lang, done: str, change: object, *args: object, **kwargs: object) -> None:
    """Change something, and say at the next run what came of it."""
    try:
        change(*args, **kwargs)  # type: ignore[operator]
        st.session_state[_TOLD] = True, say(lang, done)
        st.session_state.pop(_AREA, None)
    except UCJMapError as error:
        st.session_state[_TOLD] = False, say_error(lang, error)
