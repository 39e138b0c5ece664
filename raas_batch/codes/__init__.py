"""The codes of every answer: a name for each, and the table that explains it in four languages.

Code that judges says ``codes.SSIN_CHECK_DIGITS``; what the code means, and what the sender does about it, is
in ``CODES``. A code is never reused: one that retires stays in the table. KSZ's own codes begin with ``MSG``,
ours with ``RAAS``. The reference page ``docs/codes.md`` is written by ``catalogue``.
"""

from typing import Final

from raas_batch.codes.code import Code as Code
from raas_batch.codes.code import Language as Language
from raas_batch.codes.code import Scope as Scope
from raas_batch.codes.code import Severity as Severity
from raas_batch.codes.code import Text as Text
from raas_batch.codes.explanation import explain as explain
from raas_batch.codes.table import CODES as CODES
from raas_batch.codes.table import UnknownCode as UnknownCode
from raas_batch.codes.table import lookup as lookup

TREATMENT_SUCCESSFUL: Final = "MSG00000"

# The file and its voucher
VOUCHER: Final = "RAAS0101"
FILE_NAME: Final = "RAAS0102"
FILE_SIZE: Final = "RAAS0103"
FILE_SHA256: Final = "RAAS0104"
RECORD_COUNT: Final = "RAAS0105"
SENDER_NOT_OWNER: Final = "RAAS0106"
RECEIVER_NOT_US: Final = "RAAS0107"
ENVIRONMENT_NOT_TAKEN: Final = "RAAS0108"
FLOW_NOT_TAKEN: Final = "RAAS0109"
FLOW_OUTSIDE_ROLE: Final = "RAAS0110"
SEQUENCE_NUMBER_USED: Final = "RAAS0111"
VOUCHER_MISSING: Final = "RAAS0112"
FILE_MISSING: Final = "RAAS0113"
HEADER_DIFFERS: Final = "RAAS0114"
SCHEMA_VERSION: Final = "RAAS0115"
SENDER_UNKNOWN: Final = "RAAS0116"
FILE_PARKED: Final = "RAAS0120"
REMOVAL_GUARD: Final = "RAAS0121"
FAILURE_GUARD: Final = "RAAS0122"
REFUSED_BY_OPERATOR: Final = "RAAS0123"

# What the receiver's tool finds in files of ours
CHAIN_BROKEN: Final = "RAAS0131"
EARLIER_FILE_MISSING: Final = "RAAS0132"
COPY_DIFFERS: Final = "RAAS0133"
COPY_DRIFTS: Final = "RAAS0439"

# The file as an XML document
NOT_WELL_FORMED: Final = "RAAS0201"
DTD_DECLARED: Final = "RAAS0202"
NOT_UTF_8: Final = "RAAS0203"
NUL_CHARACTER: Final = "RAAS0204"
NESTED_TOO_DEEP: Final = "RAAS0205"
ELEMENT_TOO_LARGE: Final = "RAAS0206"
XINCLUDE: Final = "RAAS0207"
OTHER_ROOT: Final = "RAAS0210"
ELEMENT_NOT_EXPECTED: Final = "RAAS0211"
VALUE_NOT_OF_TYPE: Final = "RAAS0212"
VALUE_NOT_IN_LIST: Final = "RAAS0213"
ATTRIBUTE_NOT_EXPECTED: Final = "RAAS0214"

# The record by itself
SSIN_CHECK_DIGITS: Final = "RAAS0301"
SSIN_MONTH_OR_DAY: Final = "RAAS0302"
SSIN_COUNTER: Final = "RAAS0303"
SSIN_BIRTH_DATE_IN_FUTURE: Final = "RAAS0304"
SSIN_MOCK: Final = "RAAS0305"
RECORD_ID_USED: Final = "RAAS0306"
PERIOD_RUNS_BACKWARD: Final = "RAAS0307"

# The record against the authentic source
SSIN_UNKNOWN: Final = "RAAS0311"
SSIN_CANCELED: Final = "RAAS0312"
SSIN_REPLACED: Final = "RAAS0313"
LAST_NAME_DIFFERS: Final = "RAAS0331"
FIRST_NAME_DIFFERS: Final = "RAAS0332"
BIRTH_DATE_DIFFERS: Final = "RAAS0333"
GENDER_DIFFERS: Final = "RAAS0334"

# The record against the register
DOSSIER_TYPE_UNDEFINED: Final = "RAAS0321"
DOSSIER_TYPE_OUTSIDE_PERIOD: Final = "RAAS0322"
NOTHING_TO_UNREGISTER: Final = "RAAS0341"
ALL_OR_NOTHING: Final = "RAAS0342"

# The record of a population file (POP)
BIRTH_DATE_NOT_IN_CALENDAR: Final = "RAAS0351"
DECEASE_BEFORE_BIRTH: Final = "RAAS0352"
PERSON_REPEATED: Final = "RAAS0353"
REPLACEMENT_CIRCULAR: Final = "RAAS0354"
SSIN_IN_USE_CHANGED: Final = "RAAS0355"

# The event of a replacement list (RPL); the first also of a mutation list
EVENT_KNOWN: Final = "RAAS0361"
REPLACED_BY_ANOTHER: Final = "RAAS0362"
SUCCESSOR_UNKNOWN: Final = "RAAS0363"
SUCCESSOR_IS_CBSS_NUMBER: Final = "RAAS0364"
EVENT_NOT_REVOCABLE: Final = "RAAS0365"

# The record of a mutation list (MUT)
EVENT_IN_FUTURE: Final = "RAAS0371"
NO_DATA_GROUP: Final = "RAAS0372"

# The question of a consultation file (CON)
NO_LINE: Final = "RAAS0381"
CANCELED_SSIN_ASKED: Final = "RAAS0382"
KNOWN_AT_IN_FUTURE: Final = "RAAS0383"
ANSWER_TOO_LONG: Final = "RAAS0384"
FILE_ASKS_TOO_MUCH: Final = "RAAS0385"

# The record of a person file (PER); the last four also on one data group
NOT_AUTHORISED: Final = "RAAS0401"
NOBODY_FOUND: Final = "RAAS0402"
TOO_MANY_FOUND: Final = "RAAS0403"
GIVEN_NAME_LACKING: Final = "RAAS0404"
NAME_NOT_STRICT: Final = "RAAS0405"
MINIMUM_DATA_INCOMPLETE: Final = "RAAS0406"
LIKELY_DUPLICATE: Final = "RAAS0407"
ASKED_EARLIER_IN_FILE: Final = "RAAS0408"
BIRTH_DATE_TOO_EARLY: Final = "RAAS0409"
BIRTH_DATE_IN_FUTURE: Final = "RAAS0410"
INCEPTION_OUTSIDE_LIFE: Final = "RAAS0411"
NOT_A_CBSS_NUMBER: Final = "RAAS0412"
UPDATED_IN_PART: Final = "RAAS0413"
NOTHING_UPDATED: Final = "RAAS0414"
GROUP_NOT_COVERED: Final = "RAAS0415"
GROUP_HELD_ALREADY: Final = "RAAS0416"
GROUP_IS_OLDER: Final = "RAAS0417"
GROUP_SAYS_LESS: Final = "RAAS0418"
FILE_SEARCHES_TOO_MUCH: Final = "RAAS0419"

# The record of a file of network messages (NET)
SERVICE_UNKNOWN: Final = "RAAS0421"
SERVICE_OF_ANOTHER: Final = "RAAS0422"
PAYLOAD_OF_ANOTHER_NAMESPACE: Final = "RAAS0423"
PAYLOAD_REFUSED: Final = "RAAS0424"
MESSAGE_KNOWN: Final = "RAAS0425"

# The line of a list that is reconciled (REC)
DAYS_DIFFER: Final = "RAAS0431"
NOT_HERE: Final = "RAAS0432"
SSIN_OF_LIST_CANCELED: Final = "RAAS0433"
