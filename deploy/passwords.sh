#!/bin/sh
# Gives both roles their passwords when the database is made for the first time.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -d coo -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
ALTER ROLE coo_owner PASSWORD :'owner';
ALTER ROLE coo_app PASSWORD :'app';
SQL
