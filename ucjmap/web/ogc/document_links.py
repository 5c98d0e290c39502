"""Links between the documents of OGC's interfaces."""


def link(href: str, rel: str, media_type: str, title: str = "") -> dict[str, str]:
    """One link of a document.

    Parameters
    ----------
    href, rel, media_type
        Where it leads, what that is to this document, and in which form it comes.
    title
        What a reader sees.
    """
    return {"href": href, "rel": rel, "type": media_type, **({"title": title} if title else {})}
