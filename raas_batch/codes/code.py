"""What a code is: the only module that says which facts every code must carry."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a code means for its file or record; the words are those of KSZ (BusinessAnomalyType)."""

    INFORMATION = "INFORMATION"
    WARNING = "WARNING"
    FATAL = "FATAL"


class Scope(StrEnum):
    """What a code is about: the file as a whole, or one record of it."""

    FILE = "FILE"
    RECORD = "RECORD"


class Language(StrEnum):
    """The languages in which every code is explained, in the order in which they are shown."""

    EN = "en"
    NL = "nl"
    FR = "fr"
    DE = "de"


@dataclass(frozen=True, slots=True)
class Text:
    """A code in one language: what was found in one sentence, and what the sender does next."""

    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Code:
    """One line of the table: ``field`` is the element or attribute at fault, ``None`` when it is not one."""

    code: str
    severity: Severity
    scope: Scope
    field: str | None
    en: Text
    nl: Text
    fr: Text
    de: Text

    def text(self, language: Language) -> Text:
        """Return the title and remedy in one language."""
        texts = {Language.EN: self.en, Language.NL: self.nl, Language.FR: self.fr, Language.DE: self.de}
        return texts[language]
