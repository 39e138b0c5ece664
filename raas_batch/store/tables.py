"""Every table of the database, once; the migrations make them, a test holds the two together.

Periods are half-open here: ``start`` is the first day, ``stop`` the first day after, ``9999-12-31`` when open.
The register names a dossier type by its number; only staged records still spell its code.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Sequence,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from raas_batch.store.types import CBE_NUMBER, SSIN

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
_Moment = DateTime(timezone=True)

# -- who may use the register -----------------------------------------------------------------------------------

organisation = Table(
    "organisation",
    metadata,
    Column("cbe_number", CBE_NUMBER, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("guard_removed_share", Numeric(4, 3)),
    Column("guard_failed_share", Numeric(4, 3)),
    CheckConstraint("role in ('USER','INTEGRATOR','AUTHENTIC_SOURCE','NETWORK_SERVICE')", "role"),
)

dossier_type = Table(
    "dossier_type",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("organisation", CBE_NUMBER, ForeignKey(organisation.c.cbe_number), nullable=False),
    Column("code", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("start", Date, nullable=False),
    Column("stop", Date, nullable=False),
    UniqueConstraint("organisation", "code"),
    CheckConstraint("start < stop", "runs_forward"),
)

network_service = Table(
    "network_service",
    metadata,
    Column("code", Text, primary_key=True),
    Column("sender", CBE_NUMBER, ForeignKey(organisation.c.cbe_number), nullable=False),
    Column("label", Text, nullable=False),
)
"""A service of the network whose messages are routed, and who alone may send them."""

network_schema = Table(
    "network_schema",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("network_service", ForeignKey(network_service.c.code), nullable=False, index=True),
    Column("namespace", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("registered_at", _Moment, nullable=False, server_default=func.clock_timestamp()),
)
"""A schema of a service; the one with the highest number holds. The hash is that of its first file."""

network_schema_file = Table(
    "network_schema_file",
    metadata,
    Column("schema_id", ForeignKey(network_schema.c.id), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The files of a schema, byte for byte: the first is the schema itself, the others are what it imports or includes."""

# -- files in and out -------------------------------------------------------------------------------------------

file = Table(
    "file",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("sender", CBE_NUMBER, nullable=False),
    Column("name", Text, nullable=False),
    Column("flow", String(3)),
    Column("environment", String(1)),
    Column("sequence", BigInteger),
    Column("legal_context", Text),
    Column("processing_mode", Text),
    Column("record_count", BigInteger),
    Column("sha256", String(64)),
    Column("size", BigInteger),
    Column("voucher_sha256", String(64)),
    Column("state", Text, nullable=False),
    Column("received_at", _Moment, nullable=False),
    Column("applied_at", _Moment),
    Column("logged_after", BigInteger),
    Column("inbox_emptied", Boolean, nullable=False, server_default=text("false")),
    Column("released", Boolean, nullable=False, server_default=text("false")),
    Column("first_file_id", BigInteger, ForeignKey("file.id")),
    Column("read", BigInteger),
    Column("ok", BigInteger),
    Column("nok", BigInteger),
    Column("finding_count", BigInteger, nullable=False, server_default=text("0")),
    CheckConstraint(
        "state in ('RECEIVED','ACCEPTED','APPLIED','ANSWERED','REFUSED','PARKED','HELD','DUPLICATE')", "state"
    ),
    Index("ix_file_waiting", "state", postgresql_where=text("state not in ('ANSWERED','REFUSED','DUPLICATE')")),
)
_number_taken = file.c.state.not_in(["RECEIVED", "REFUSED", "DUPLICATE"])
Index(
    "uq_file_number", file.c.sender, file.c.flow, file.c.environment, file.c.sequence,
    unique=True, postgresql_where=_number_taken,
)  # fmt: skip
"""``logged_after``: its records in the operation log have higher numbers; nothing until they are applied."""

journal = Table(
    "journal",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("file_id", ForeignKey(file.c.id), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("moment", _Moment, nullable=False, server_default=func.clock_timestamp()),
    Column("reason", Text),
    Column("seconds", Float),
)
"""The states of a file; ``seconds`` is what the station took that brought it into one, with all that it wrote."""

finding = Table(
    "finding",
    metadata,
    Column("file_id", ForeignKey(file.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("line", BigInteger),
    Column("xpath", Text),
    Column("text", Text, nullable=False),
)

skipped_sequence = Table(
    "skipped_sequence",
    metadata,
    Column("sender", CBE_NUMBER, primary_key=True, autoincrement=False),
    Column("flow", String(3), primary_key=True),
    Column("environment", String(1), primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("moment", _Moment, nullable=False, server_default=func.clock_timestamp()),
    Column("reason", Text, nullable=False),
)

sent_file = Table(
    "sent_file",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("receiver", CBE_NUMBER, nullable=False),
    Column("flow", String(3), nullable=False),
    Column("environment", String(1), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("voucher_sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("record_count", BigInteger, nullable=False),
    Column("about_file_id", ForeignKey(file.c.id), index=True),
    Column("written_at", _Moment, nullable=False),
    Column("published_at", _Moment),
    UniqueConstraint("receiver", "flow", "environment", "sequence"),
    Index("ix_sent_file_unpublished", "id", postgresql_where=text("published_at is null")),
)

# -- the authentic source's mirror ------------------------------------------------------------------------------

person = Table(
    "person",
    metadata,
    Column("ssin", SSIN, primary_key=True, autoincrement=False),
    Column("register", String(3), nullable=False),
    Column("last_name", Text, nullable=False),
    Column("first_names", ARRAY(Text), nullable=False),
    Column("folded_last_name", Text, nullable=False),
    Column("folded_first_names", ARRAY(Text), nullable=False),
    Column("birth_date", String(10), nullable=False),
    Column("gender", String(1)),
    Column("decease_date", String(10)),
    Column("canceled", Boolean, nullable=False),
    Column("data_groups", JSONB, nullable=False),
    Column("file_id", BigInteger, nullable=False),
)
Index(
    "ix_person_search",
    func.search_keys(person.c.folded_last_name, person.c.folded_first_names, person.c.birth_date),
    postgresql_using="gin",
)

cbss_number = Table(
    "cbss_number",
    metadata,
    Column("ssin", SSIN, primary_key=True, autoincrement=False),
    Column("file_id", ForeignKey(file.c.id), nullable=False),
    Column("position", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("asked", JSONB, nullable=False),
    UniqueConstraint("file_id", "position"),
)
"""Every CBSS number that was created here, for which record, and what that record said. Only added to."""

replacement = Table(
    "replacement",
    metadata,
    Column("old_ssin", SSIN, primary_key=True, autoincrement=False),
    Column("new_ssin", SSIN, nullable=False, index=True),
    Column("last_ssin", SSIN, nullable=False, index=True),
    Column("file_id", BigInteger, nullable=False),
)

# -- the register -----------------------------------------------------------------------------------------------

log_number = Sequence("log_number", metadata=metadata)
"""Numbers records and SSIN events in one order: that in which they were applied."""

ssin_event = Table(
    "ssin_event",
    metadata,
    Column("id", BigInteger, log_number, server_default=log_number.next_value(), primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("event_date", Date, nullable=False),
    Column("ssin", SSIN, index=True),
    Column("replaced_by", SSIN, index=True),
    Column("revoked_event_id", Text),
    Column("file_id", BigInteger, nullable=False),
    Column("revoked_in_file_id", BigInteger),
    CheckConstraint("kind in ('REPLACED','CANCELED','REVOKED')", "kind"),
    Index("ix_ssin_event_canceled", "ssin", postgresql_where=text("kind = 'CANCELED' and revoked_in_file_id is null")),
)

line = Table(
    "line",
    metadata,
    Column("organisation", CBE_NUMBER, primary_key=True, autoincrement=False),
    Column("ssin", SSIN, primary_key=True, autoincrement=False),
    Column("dossier_type", Integer, primary_key=True, autoincrement=False),
    Column("start", Date, primary_key=True),
    Column("stop", Date, nullable=False),
    CheckConstraint("start < stop", "runs_forward"),
    postgresql_with={"fillfactor": "90"},
)

knows = Table(
    "knows",
    metadata,
    Column("ssin", SSIN, primary_key=True, autoincrement=False),
    Column("organisation", CBE_NUMBER, primary_key=True, autoincrement=False),
)
"""Which organisations have, or ever had, a line or a record of an SSIN: for who asks by SSIN alone. ``store.knows``."""

line_digest = Table(
    "line_digest",
    metadata,
    Column("dossier_type", Integer, primary_key=True, autoincrement=False),
    Column("log_number", BigInteger, primary_key=True, autoincrement=False),
    Column("lines", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
)
"""How many lines a dossier type had after the change with this number, and their digest: ``raas_batch.digests``."""

mutation_event = Table(
    "mutation_event",
    metadata,
    Column("id", BigInteger, log_number, server_default=log_number.next_value(), primary_key=True),
    Column("event_id", Text, unique=True),
    Column("event_date", Date, nullable=False),
    Column("ssin", SSIN, nullable=False, index=True),
    Column("correction", Boolean, nullable=False),
    Column("data_groups", JSONB, nullable=False),
    Column("file_id", BigInteger, nullable=False, index=True),
)
"""A change of identification data: the new value of every data group it changed. A refresh by POP has no event id."""

network_message = Table(
    "network_message",
    metadata,
    Column("id", BigInteger, log_number, server_default=log_number.next_value(), primary_key=True),
    Column("network_service", ForeignKey(network_service.c.code), nullable=False),
    Column("message_id", Text, nullable=False),
    Column("message_date", Date, nullable=False),
    Column("ssin", SSIN, nullable=False),
    Column("replaced_by", SSIN),
    Column("schema_id", ForeignKey(network_schema.c.id), nullable=False),
    Column("file_id", BigInteger, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    UniqueConstraint("network_service", "message_id"),
)
"""A message that was taken: about whom, under the number it was sent with and the last one, and by which schema."""

network_payload = Table(
    "network_payload",
    metadata,
    Column("number", ForeignKey(network_message.c.id), primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
)
"""What a message says, kept for those who must hear it; of one that nobody may have the archive alone has it."""

routed_file = Table(
    "routed_file",
    metadata,
    Column("file_id", ForeignKey(file.c.id), primary_key=True),
    Column("network_service", ForeignKey(network_service.c.code), primary_key=True),
    Column("messages", BigInteger, nullable=False),
    Column("not_routed", BigInteger, nullable=False),
)
"""How many messages of a service a file brought, and how many of them nobody had to hear of. For operators only."""

asked_file = Table(
    "asked_file",
    metadata,
    Column("file_id", ForeignKey(file.c.id), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("requests", BigInteger, nullable=False),
    CheckConstraint("kind in ('search','create','update')", "kind"),
)
"""How many searches, creations and updates a PER file held, OK or not; a simulation's are not counted."""

operation_log = Table(
    "operation_log",
    metadata,
    Column("id", BigInteger, log_number, server_default=log_number.next_value(), nullable=False),
    Column("organisation", CBE_NUMBER, nullable=False),
    Column("ssin", SSIN, nullable=False),
    Column("dossier_type", Integer, nullable=False),
    Column("registers", Boolean, nullable=False),
    Column("start", Date, nullable=False),
    Column("stop", Date, nullable=False),
    Column("file_id", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),
    Column("record_id", Text),
    Index("ix_operation_log_key", "organisation", "ssin"),
    Index("ix_operation_log_id", "id", postgresql_using="brin"),
)
"""Accepted records as they are written down, beside the transaction that applies their file: ``operation``."""

operation = Table("operation", MetaData(), *(Column(each.name, each.type) for each in operation_log.columns))
"""Every record that was applied, for ever: the view of those of the log that were written down when their file was.
Those applied before the recordId was kept have none."""

# -- who is told what -------------------------------------------------------------------------------------------

subscription = Table(
    "subscription",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("organisation", CBE_NUMBER, ForeignKey(organisation.c.cbe_number), nullable=False),
    Column("service", String(3), nullable=False),
    Column("network_service", ForeignKey(network_service.c.code)),
    Column("legal_basis", Text, nullable=False),
    Column("start", Date, nullable=False),
    Column("stop", Date, nullable=False),
    Column("dossier_types", ARRAY(Integer)),
    Column("data_groups", ARRAY(Text)),
    Column("blocked", Boolean, nullable=False, server_default=text("false")),
    Column("first_day", Date, nullable=False),
    CheckConstraint("service in ('NRP','NMU','NNE','PER')", "service"),
    CheckConstraint("(service = 'NNE') = (network_service is not null)", "network_service"),
    CheckConstraint("start < stop", "runs_forward"),
    Index("ix_subscription_organisation", "organisation", "service"),
)
"""No dossier types, no data groups: all of them. ``first_day``: the first day of which a file tells."""

subscription_journal = Table(
    "subscription_journal",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("subscription_id", ForeignKey(subscription.c.id), nullable=False, index=True),
    Column("moment", _Moment, nullable=False, server_default=func.clock_timestamp()),
    Column("what", Text, nullable=False),
    Column("reason", Text),
    CheckConstraint("what in ('ADDED','BLOCKED','UNBLOCKED','ENDED')", "what"),
)

notice = Table(
    "notice",
    metadata,
    Column("subscription_id", ForeignKey(subscription.c.id), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("file_id", BigInteger, nullable=False),
    Column("dossiers", JSONB, nullable=False),
)
"""What a subscriber must hear: the event with this number, applied on this day, and the dossiers it concerns."""

daily_file = Table(
    "daily_file",
    metadata,
    Column("subscription_id", ForeignKey(subscription.c.id), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("file_class", Text, primary_key=True),
    Column("upto", BigInteger, nullable=False),
    Column("sent_file_id", ForeignKey(sent_file.c.id), unique=True),
    CheckConstraint("file_class in ('NORMAL','BULK')", "file_class"),
)
"""The files of a subscription's day; without one when it was blocked. Notices up to this number are told."""

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("moment", _Moment, nullable=False),
    Column("sent_file_id", ForeignKey(sent_file.c.id), nullable=False, unique=True),
    Column("receiver", CBE_NUMBER, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("item_count", BigInteger, nullable=False),
    Column("items_sha256", String(64), nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One file that left; each entry's hash covers the entry, its items and the hash before it. Only added to."""

ledger_item = Table(
    "ledger_item",
    metadata,
    Column("entry", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("ssin", SSIN, nullable=False, index=True),
    Column("told", ARRAY(Text), nullable=False),
)
"""One item of a file that left: about whom, and what was told of the person. Only added to."""

# -- records of accepted files, until they are applied ----------------------------------------------------------

staged_record = Table(
    "staged_record",
    metadata,
    Column("file_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("record_id", Text, nullable=False),
    Column("registers", Boolean, nullable=False),
    Column("ssin", SSIN, nullable=False),
    Column("dossier_type", Text, nullable=False),
    Column("start", Date, nullable=False),
    Column("stop", Date, nullable=False),
    Column("last_name", Text),
    Column("first_name", Text),
    Column("birth_date", Text),
    Column("gender", Text),
    Column("defect", Text),
)

staged_person = Table(
    "staged_person",
    metadata,
    Column("file_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("record_id", Text, nullable=False),
    Column("ssin", SSIN, nullable=False),
    Column("register", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("first_names", ARRAY(Text), nullable=False),
    Column("folded_last_name", Text, nullable=False),
    Column("folded_first_names", ARRAY(Text), nullable=False),
    Column("birth_date", Text, nullable=False),
    Column("gender", Text),
    Column("decease_date", Text),
    Column("canceled", Boolean, nullable=False),
    Column("replaced_by", SSIN),
    Column("data_groups", JSONB, nullable=False),
    Column("defect", Text),
)

staged_event = Table(
    "staged_event",
    metadata,
    Column("file_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("record_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("event_date", Date, nullable=False),
    Column("ssin", SSIN),
    Column("replaced_by", SSIN),
    Column("revoked_event_id", Text),
    Column("defect", Text),
)

staged_list = Table(
    "staged_list",
    metadata,
    Column("file_id", BigInteger, primary_key=True, autoincrement=False),
    Column("complete_for", ARRAY(Text)),
    Column("log_number", BigInteger),
    Column("moment", _Moment),
)
"""What a list to be reconciled says of itself: its dossier types (null: all), and of when it is (neither: of now)."""

staged_mutation = Table(
    "staged_mutation",
    metadata,
    Column("file_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("record_id", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("event_date", Date, nullable=False),
    Column("ssin", SSIN, nullable=False),
    Column("correction", Boolean, nullable=False),
    Column("data_groups", JSONB, nullable=False),
    Column("folded_last_name", Text),
    Column("folded_first_names", ARRAY(Text)),
    Column("defect", Text),
)

staged_message = Table(
    "staged_message",
    metadata,
    Column("file_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("record_id", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("network_service", Text, nullable=False),
    Column("message_date", Date, nullable=False),
    Column("ssin", SSIN, nullable=False),
    Column("schema_id", Integer),
    Column("payload", Text),
    Column("findings", JSONB),
    Column("defect", Text),
)

staged_question = Table(
    "staged_question",
    metadata,
    Column("file_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("record_id", Text, nullable=False),
    Column("ssin", SSIN, nullable=False),
    Column("dossier_type", Text),
    Column("start", Date, nullable=False),
    Column("stop", Date, nullable=False),
    Column("known_at", _Moment),
    Column("lineage", Boolean, nullable=False),
    Column("defect", Text),
)

staged_request = Table(
    "staged_request",
    metadata,
    Column("file_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("record_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("ssin", SSIN),
    Column("event_date", Date),
    Column("last_name", Text),
    Column("first_names", ARRAY(Text), nullable=False),
    Column("matching", Text, nullable=False),
    Column("birth_date", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("days", ARRAY(Text), nullable=False),
    Column("gender", Text),
    Column("maximum", Integer, nullable=False),
    Column("least", Integer, nullable=False),
    Column("others", ARRAY(BigInteger), nullable=False),
    Column("asked", JSONB, nullable=False),
    Column("defects", JSONB, nullable=False),
    Column("defect", Text),
)
"""A search, creation or update; names folded. ``asked``: its data groups; ``defects``: what is wrong with one."""
