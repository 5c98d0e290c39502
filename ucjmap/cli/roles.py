"""``people``: who may do what where, for installations where people sign in."""

from typing import Annotated

import typer
from rich.markup import escape

from ucjmap import api
from ucjmap.cli.console import RunOptions, messages, one_of, print_lines, show
from ucjmap.cli.option_groups import with_groups
from ucjmap.errors import N_
from ucjmap.words import say, say_count

app = typer.Typer(help="People who sign in: their roles and areas.", no_args_is_help=True)

_EmailArgument = Annotated[str, typer.Argument(help="E-mail address of the person.", metavar="EMAIL")]
_RoleOption = Annotated[str, typer.Option("--role", help=f"One of: {', '.join(api.ROLES_OF_PEOPLE)}.")]
_AreaOption = Annotated[str, typer.Option("--area", help="Code of the area, with all that lies in it; 00: Indonesia.")]


@app.command("list")
@with_groups
def list_(run: RunOptions) -> None:
    """Everybody who has a role, with their areas."""
    run.begin()
    known = api.list_people(run.open_store())
    lines = [
        f"{p.email} · {p.name or '–'} · {', '.join(f'{role} {area}' for role, area in p.roles) or '–'}" for p in known
    ]
    content = [
        {
            "email": person.email,
            "name": person.name,
            "has_signed_in": person.has_signed_in,
            "roles": [{"role": role, "area": area} for role, area in person.roles],
        }
        for person in known
    ]
    show({"people": content}, lambda: print_lines(lines))


@app.command()
@with_groups
def grant(
    email: _EmailArgument,
    *,
    role: _RoleOption,
    area: _AreaOption,
    name: Annotated[str, typer.Option("--name", help="How the history names the person.")] = "",
    run: RunOptions,
) -> None:
    """Give a person a role in an area; the first administrator too."""
    lang = run.begin()
    api.give_role(run.open_store(), email, one_of(api.ROLES_OF_PEOPLE, role, "--role"), area, name=name)
    told = say(lang, N_("{email} is {role} in {area} now."), email=email, role=role, area=area)
    show({"email": email, "role": role, "area": area}, lambda: messages.print(escape(told)))


@app.command()
@with_groups
def revoke(email: _EmailArgument, *, role: _RoleOption, area: _AreaOption, run: RunOptions) -> None:
    """Take a role away; open pages of the person know it at the next click."""
    lang = run.begin()
    api.take_role(run.open_store(), email, one_of(api.ROLES_OF_PEOPLE, role, "--role"), area)
    told = say(lang, N_("{email} is no {role} in {area} any more."), email=email, role=role, area=area)
    show({"email": email, "role": role, "area": area}, lambda: messages.print(escape(told)))


@app.command()
@with_groups
def remove(email: _EmailArgument, run: RunOptions) -> None:
    """Take a person out, with all roles and sessions."""
    lang = run.begin()
    api.remove_person(run.open_store(), email)
    show({"email": email}, lambda: messages.print(escape(say(lang, N_("{email} was taken out."), email=email))))


@app.command("end-sessions")
@with_groups
def end_sessions(email: _EmailArgument, run: RunOptions) -> None:
    """Sign a person out everywhere, as after a lost phone."""
    lang = run.begin()
    count = api.end_person_sessions(run.open_store(), email)
    told = say(lang, N_("{count} sessions were ended."), count=say_count(lang, count))
    show({"email": email, "ended": count}, lambda: messages.print(escape(told)))
