"""What a presentation of an office may be, told without loading what writes slides."""

from typing import Final

from ucjmap.errors import N_, UsageError

#: Limits of a file: megabytes as it comes and as it unpacks.
TEMPLATE_MB: Final = 30
UNPACKED_TEMPLATE_MB: Final = 200


def bad_template() -> UsageError:
    """What is said of a file that is no template, to be raised.

    Returns
    -------
    UsageError
        It says what a template has to be, and nothing of what is wrong in the file.
    """
    hint = N_("Give a presentation (.pptx) of at most {most} MB, saved without macros, and without a password.")
    return UsageError("bad_template", N_("The template of the office cannot be used."), hint, most=TEMPLATE_MB)
