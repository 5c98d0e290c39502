"""The password of an office: kept as an argon2id hash, from which it cannot be read."""

from typing import Final

#: Characters. Whoever may change data for a whole country should not be guessed in a weekend.
SHORTEST: Final = 12
#: What is hashed takes time and memory by design: nobody's password is a book.
LONGEST: Final = 1000


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its salt and its costs.

    Returns
    -------
    str
        Different at each call, as the salt is.
    """
    from argon2 import PasswordHasher  # with a library of C that few commands need

    return PasswordHasher().hash(password)


def is_hash(text: str) -> bool:
    """Whether a text is a hash that :func:`is_password` can compare with.

    Returns
    -------
    bool
        False for a password that somebody wrote where its hash belongs.
    """
    from argon2 import Type, extract_parameters
    from argon2.exceptions import InvalidHashError

    try:
        return extract_parameters(text).type is Type.ID
    except InvalidHashError:
        return False


def is_password(hashed: str, given: str) -> bool:
    """Whether somebody gave the password.

    Parameters
    ----------
    hashed
        As :func:`hash_password` gave it.
    given
        What was typed.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    if len(given) > LONGEST:
        return False
    try:
        return PasswordHasher().verify(hashed, given)
    except VerificationError:
        return False
