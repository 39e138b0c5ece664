#!/bin/sh
# Runs once, in an empty server: the two databases, each with an owner of its own.
set -eu
for name in raas airflow; do
    psql --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres --set ON_ERROR_STOP=1 \
        --set name="$name" --set password="$(cat "${SECRETS:-/run/secrets}/${name}_password")" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke connect, temporary on database :"name" from public;
SQL
done
