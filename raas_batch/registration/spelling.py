"""How the records of a registration file are mostly written."""

from raas_batch.xml.spelling import (
    DAY,
    DOSSIER_TYPE,
    INCOMPLETE_DAY,
    NAME,
    RECORD_ID,
    SSIN,
    Spelling,
    W,
    element,
)

_PERIOD = element("period", rf"{W}{element('beginDate', f'({DAY})')}(?:{element('endDate', f'({DAY})')})?")
_PERSON = element(
    "person",
    rf"{W}(?:{element('lastName', f'({NAME})')})?(?:{element('firstName', f'({NAME})')})?"
    rf"(?:{element('birthDate', f'({INCOMPLETE_DAY})')})?(?:{element('gender', '([MFX])')})?",
)
_RECORD = (
    rf'<(un)?register recordId="({RECORD_ID})">{W}'
    rf"{element('ssin', f'({SSIN})')}{element('dossierType', f'({DOSSIER_TYPE})')}"
    rf"(?:{_PERIOD}|(?(1)|(?!)))"  # only an unregister may lack a period, and it never has a person
    rf"(?(1)|(?:{_PERSON})?)"
    r"</(?(1)un)register>"
)
SPELLING = Spelling(
    schema="registration",
    container="registrations",
    record=_RECORD,
    days=(4, 5),
    ends=("register", "unregister"),
    fingerprint="19da950ce0029373a7650543360da0ea90015864313926a573a9ba4c34d84c6d",
)
"""Its groups: ``un`` of an unregister, recordId, ssin, dossierType, beginDate, endDate, lastName, firstName,
birthDate, gender."""
