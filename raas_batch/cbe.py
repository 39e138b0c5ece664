"""What makes the number of an organisation valid (CBE number; KBO, BCE): only this module says so."""

import re

from stdnum.be import vat

_ORGANISATION = re.compile(r"[01][0-9]{7}(?!00|98|99)[0-9]{2}")


def is_cbe_number(text: str) -> bool:
    """Tell whether the text is an organisation's number: ten digits without separators, the last two a check.

    A number beginning with 2 to 8 is that of an establishment unit, not of an organisation (KSZ,
    ``CommonV3.xsd``: ``EnterpriseNumberType`` and ``BusinessUnitNumberType``).

    >>> is_cbe_number("0244640631"), is_cbe_number("0244.640.631")
    (True, False)
    """
    # The check is 97 less a remainder by 97, so 01 to 97 (belgif/rest-problem-java, Checksum.java, de64a68).
    # python-stdnum also takes 00, 98 and 99 where they leave the same remainder.
    return _ORGANISATION.fullmatch(text) is not None and vat.is_valid(text)
