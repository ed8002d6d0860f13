#!/bin/sh
# Run once by the postgres image, in an empty cluster: a role that owns the tables, one that serves requests and owns
# nothing (`forexsignals migrate` grants it what it needs), and their database, closed to everybody else.
set -eu
secrets=${SECRETS_DIR:-/run/secrets}
owner=$(cat "$secrets/postgres_owner_password") app=$(cat "$secrets/postgres_app_password")
export owner app
psql --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname postgres --set ON_ERROR_STOP=1 <<'SQL'
\getenv owner owner
\getenv app app
CREATE ROLE forexsignals_owner LOGIN PASSWORD :'owner';
CREATE ROLE forexsignals_app LOGIN PASSWORD :'app';
CREATE DATABASE forexsignals OWNER forexsignals_owner;
REVOKE ALL ON DATABASE forexsignals FROM PUBLIC;
GRANT CONNECT ON DATABASE forexsignals TO forexsignals_app;
SQL
