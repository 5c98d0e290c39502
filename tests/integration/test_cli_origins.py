"""What the command line prints for people says of when its figures are, who gave them, and that they are simulated."""

import pytest

from tests.integration.conftest import Store

COMMANDS = (
    "values",
    "outreach rank --top 1",
    "outreach trips --only top --top 2",
    "outreach clusters",
    "outreach simulate need --by 2027-12-31 --target 0.6",
    "outreach simulate budget --level adm3 --amount 100000000",
    "outreach simulate shared --level adm3 --share 0.2",
    "outreach simulate mix --level adm3 --apbd-share 0.3",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_figures_are_printed_with_their_date_and_source(demo: Store, command: str) -> None:
    done = demo.run(*command.split(), "--area", "61.71", "--lang", "en")
    assert done.code == 0, done.err
    text = " ".join(done.out.split()).lower()
    for words in ("as of 31 december 2025", "source: ", "simulated data, not official"):
        assert words in text
