"""A code in plain text, for a person at a terminal."""

from raas_batch.codes.code import Code, Language
from raas_batch.codes.table import lookup


def explain(code: str, language: Language | None = None) -> str:
    """Return what a code says and what to do, in one language or, when ``None``, in all four.

    Upper and lower case are the same here, since a person types the code. No newline at the end.
    Raises ``UnknownCode`` when there is no such code.

    >>> print(explain("raas0304", Language.EN))
    RAAS0304  FATAL  RECORD  ssin
    <BLANKLINE>
    EN  The birth date in the SSIN is in the future.
        Check the first six digits and the check digits. Then send the record again with the right number.
    """
    found = lookup(code.strip().upper())
    languages = Language if language is None else [language]
    return "\n\n".join([_heading(found), *(_paragraph(found, each) for each in languages)])


def _heading(code: Code) -> str:
    return "  ".join(filter(None, [code.code, code.severity, code.scope, code.field]))


def _paragraph(code: Code, language: Language) -> str:
    text = code.text(language)
    return f"{language.upper()}  {text.title}\n    {text.remedy}"
