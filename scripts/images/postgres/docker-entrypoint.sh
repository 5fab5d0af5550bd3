#!/bin/bash
# What the official image's entrypoint does with POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB and
# POSTGRES_INITDB_ARGS, as far as testcontainers relies on it.
set -euo pipefail

as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups --inh-caps=-all "$@"; }

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
mkdir -p "$PGDATA" /var/run/postgresql
chown -R postgres:postgres "$PGDATA" /var/run/postgresql
chmod 700 "$PGDATA"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # A file of the server's user: a pipe of root's could not be opened by it.
  password_file=$(mktemp)
  printf '%s\n' "${POSTGRES_PASSWORD:?expected a password}" > "$password_file"
  chown postgres "$password_file"
  # shellcheck disable=SC2086 # initdb's arguments are words
  as_postgres initdb --pgdata="$PGDATA" --username="$user" --auth-local=trust --auth-host=scram-sha-256 \
    --no-sync --pwfile="$password_file" ${POSTGRES_INITDB_ARGS:-}
  rm "$password_file"
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  if [ "$database" != postgres ]; then
    # Without TCP, so that no health check passes before the real server is up.
    as_postgres pg_ctl --pgdata="$PGDATA" --wait --options="-c listen_addresses='' -c fsync=off" start
    as_postgres psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$user" --dbname=postgres \
      --set=name="$database" <<< 'CREATE DATABASE :"name"'
    as_postgres pg_ctl --pgdata="$PGDATA" --wait --mode=fast stop
  fi
fi

if [ "${1:-postgres}" = postgres ]; then
  shift || true
  exec setpriv --reuid=postgres --regid=postgres --init-groups --inh-caps=-all \
    postgres -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql "$@"
fi
exec "$@"
