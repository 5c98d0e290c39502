"""Settings of Streamlit without which the page breaks."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[3]


def test_no_element_is_sent_as_a_reference() -> None:
    # A reference outlives the run that it belongs to, and a page without the blocks around it turns white.
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["global"]["minCachedMessageSize"] > 1e9
