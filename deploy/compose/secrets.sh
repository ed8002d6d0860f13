#!/bin/sh
# Make what can be made of the secrets that compose.yaml names, each once; what is there already is left as it is.
# The folder is for its owner only. The files in it are readable, since containers read them as other users.
set -eu
umask 022
folder=${1:-$(dirname "$0")/../secrets}
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"
keep() { # NAME VALUE
  [ -s "$1" ] || printf '%s\n' "$2" >"$1"
}
random() {
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}
for name in jwt_secret_key webhook_secret metrics_token grafana_password \
  postgres_password postgres_owner_password postgres_app_password; do
  keep "$name" "$(random)"
done
keep database_url "postgresql://forexsignals_app:$(cat postgres_app_password)@db/forexsignals"
keep database_migration_url "postgresql://forexsignals_owner:$(cat postgres_owner_password)@db/forexsignals"
[ -s bot_token ] || echo "Put the token that @BotFather gave you into $folder/bot_token" >&2
