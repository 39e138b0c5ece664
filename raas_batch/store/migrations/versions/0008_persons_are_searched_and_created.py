"""Persons are searched by sound and likeness; CBSS numbers are created and never given twice; requests are staged."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EXTENSIONS = ("fuzzystrmatch", "pg_trgm", "unaccent")

# An index calls search_keys, which keeps the search path of today, whatever path a restore has. The small ones are in
# plpgsql: the planner does not put one in SQL in place when it calls unaccent, and calling it costs ten times as much.
# Of a name 100 characters count, and eight words: levenshtein refuses more than 255, and a ligature may become 18.
FUNCTIONS = r"""
create function name_whole(name text) returns text
language plpgsql immutable strict parallel safe as $$
begin
    return left(translate(unaccent(name), ' -''`.,/&()', ''), 100);
end $$;

create function without_particles(name text) returns text
language plpgsql immutable strict parallel safe as $$
begin
    return regexp_replace(unaccent(name),
        '\m(van|vande|vanden|vander|von|vom|zu|zum|zur|de|den|der|des|del|dela|della|di|da|do|dos|du|d|la|le|les|l|los|'
        'las|el|al|ter|ten|te|t|ben|bel|op|in|of|y|e)\M', '', 'g');
end $$;

create function name_core(name text) returns text
language plpgsql immutable strict parallel safe as $$
begin
    return coalesce(nullif(regexp_replace(
        name_whole(without_particles(name)), '^van(den|der|de)?(?=.{3})', ''), ''), name_whole(name));
end $$;

create function name_forms(name text) returns text[]
language plpgsql immutable strict parallel safe as $$
begin
    if name ~ '[^[:alpha:]]|^van' then
        return array[name_whole(name), name_core(name)]
            || (array_remove(string_to_array(
                translate(without_particles(name), '-''`.,/&()', '         '), ' '), ''))[1:8];
    end if;
    return array[name_whole(name)];
end $$;

create function name_keys(last_name text, first_name text) returns text[]
language plpgsql immutable parallel safe set search_path from current as $$
declare
    codes text[] := coalesce(daitch_mokotoff(name_whole(first_name)), '{}');
    forms text[] := name_forms(last_name);
    is_plain boolean := cardinality(forms) = 1 or forms[1] = forms[2];
    keys text[] := '{}';
    form text;
begin
    for place in 1 .. cardinality(forms) loop
        form := forms[place];
        continue when length(form) < 2 or form = any (forms[1:place - 1]);
        keys := keys || daitch_mokotoff(form);
        continue when place = 1 and not is_plain; -- a sixth of all names would begin with van
        keys := keys || left(form, 3);
        for code in 1 .. cardinality(codes) loop
            keys := keys || (left(form, 1) || codes[code]) || (right(form, 2) || codes[code]);
        end loop;
    end loop;
    return keys;
end $$;

create function search_keys(last_name text, first_names text[], birth_date text) returns text[]
language plpgsql immutable parallel safe set search_path from current as $$
declare
    keys text[] := name_keys(last_name, first_names[1]);
begin
    for place in 1 .. cardinality(keys) loop
        keys[place] := left(birth_date, 4) || keys[place];
    end loop;
    return keys || birth_date;
end $$;

create function asked_keys(last_name text, first_name text, first_day text, last_day text, days text[]) returns text[]
language sql immutable parallel safe
return days || array(
    select year || key
    from generate_series(left(first_day, 4)::integer, left(last_day, 4)::integer) year,
        unnest(name_keys(last_name, first_name) || daitch_mokotoff(name_whole(first_name))) key
);

create function likeness(one text, other text) returns real
language plpgsql immutable strict parallel safe as $$
declare
    size real := greatest(length(one), length(other), 1);
    edits integer := levenshtein(one, other);
begin
    if edits = 0 then
        return 1;
    end if;
    if edits <= 0.4 * size and daitch_mokotoff(one) && daitch_mokotoff(other) then
        return greatest(similarity(one, other), 1 - edits / size / 2);
    end if;
    return greatest(similarity(one, other), 1 - edits / size);
end $$;

create function name_likeness(one text, other text) returns real
language plpgsql immutable strict parallel safe as $$
declare
    best real;
begin
    if one = other then
        return 1;
    end if;
    if one || other ~ '^[a-z]+$' and left(one, 3) <> 'van' and left(other, 3) <> 'van' then
        return likeness(left(one, 100), left(other, 100)); -- most names; what follows costs three times as much
    end if;
    best := likeness(name_whole(one), name_whole(other));
    if best < 1 and similarity(one, other) > 0.1 and (one ~ '[^[:alpha:]]|^van' or other ~ '[^[:alpha:]]|^van') then
        best := greatest(best, likeness(name_core(one), name_core(other)) * 0.97, word_similarity(one, other) * 0.9);
    end if;
    return best;
end $$;

create function given_likeness(one text, other text) returns real
language plpgsql immutable strict parallel safe as $$
begin
    if length(one) = 1 then
        return (left(other, 1) = one)::integer * 0.8;
    end if;
    return name_likeness(one, other);
end $$;

create function given_names_likeness(matching text, asked text[], held text[]) returns real
language plpgsql immutable parallel safe as $$
declare
    total real := 0;
    best real;
begin
    if cardinality(asked) = 0 or cardinality(held) = 0 then
        return 0.7;
    end if;
    if matching <> 'ALL_GIVENNAME' then
        asked := asked[1:1];
    end if;
    for one in 1 .. cardinality(asked) loop
        best := 0;
        for other in 1 .. cardinality(held) loop
            exit when best = 1;
            best := greatest(best, given_likeness(asked[one], held[other])
                * case when other = one or matching = 'ALL_GIVENNAME' then 1 else 0.9 end);
        end loop;
        if best < 0.5 then
            return 0;
        end if;
        total := total + best;
    end loop;
    return total / cardinality(asked);
end $$;

create function birth_likeness(asked text, first_day text, last_day text, held text) returns real
language sql immutable parallel safe
return case
    when held = asked then 1
    when replace(held, '-00', '-31') < first_day or replace(held, '-00', '-01') > last_day then 0
    when left(held, 4) = left(asked, 4)
        and (substr(held, 6, 2) = substr(asked, 6, 2) or '00' in (substr(held, 6, 2), substr(asked, 6, 2)))
        and (substr(held, 9, 2) = substr(asked, 9, 2) or '00' in (substr(held, 9, 2), substr(asked, 9, 2))) then 0.95
    when first_day is not null then 0.9
    when held = left(asked, 5) || substr(asked, 9, 2) || '-' || substr(asked, 6, 2) then 0.85
    when left(held, 4) = left(asked, 4)
        and (substr(held, 6, 2) = substr(asked, 6, 2) or substr(held, 9, 2) = substr(asked, 9, 2)) then 0.65
    else 0
end;

create function person_likeness(
    matching text, last_name text, first_names text[], held_last_name text, held_first_names text[], birth real
) returns integer
language plpgsql immutable parallel safe as $$
declare
    last real := name_likeness(last_name, held_last_name);
    names real;
begin
    if matching in ('IGNORE_GIVENNAME', 'FIRST_LETTER_FIRST_GIVENNAME') then
        return case when last < 0.6 then 0 else round(60 * last + 40 * birth) end;
    end if;
    if last >= 0.6 then
        names := 45 * last + 25 * given_names_likeness(matching, first_names, held_first_names);
    else
        last := case when similarity(first_names[1], held_last_name) > 0.2
            then name_likeness(first_names[1], held_last_name) end;
        if last < 0.6 or last is null then
            return 0;
        end if;
        names := 0.95 * (45 * last + 25 * coalesce(name_likeness(last_name, held_first_names[1]), 0));
    end if;
    return round(names + 30 * birth);
end $$;
"""


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"create extension if not exists {extension}")
    for function in FUNCTIONS.strip().split("\n\ncreate ")[0:]:
        op.execute(sa.text(f"create {function.removeprefix('create ')}".replace(":", r"\:")))
    op.create_index(
        "ix_person_search",
        "person",
        [sa.text("search_keys(folded_last_name, folded_first_names, birth_date)")],
        postgresql_using="gin",
    )
    op.create_table(
        "cbss_number",
        sa.Column("ssin", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_cbss_number_file_id")),
        sa.PrimaryKeyConstraint("ssin", name=op.f("pk_cbss_number")),
        sa.UniqueConstraint("file_id", "position", name=op.f("uq_cbss_number_file_id")),
    )
    op.create_table(
        "staged_request",
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=True),
        sa.Column("event_date", sa.Date(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("first_names", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("matching", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("days", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("others", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("defects", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("defect", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("file_id", "position", name=op.f("pk_staged_request")),
    )
    op.drop_constraint(op.f("ck_subscription_service"), "subscription")
    op.create_check_constraint(op.f("ck_subscription_service"), "subscription", "service in ('NRP','NMU','NNE','PER')")
