#!/bin/sh
# A backup: sh backup.sh <folder>. Database first, then files: a file is never changed once it is kept,
# so every file that the saved database names is among the saved files. Keys are saved apart.
set -eu
folder=${1:?用法 / usage: backup.sh <folder>}
: "${SHUNIU_DATA:?SHUNIU_DATA 未设置 / is not set}"
umask 077
place="$folder/$(date +%Y%m%dT%H%M%S)"
part="$place.part"
mkdir -p "$part"
if [ -n "${DATABASE_URL:-}" ]; then
    pg_dump --format=custom --no-owner --file "$part/database.dump" "$DATABASE_URL"
else
    "${PYTHON:-/opt/shuniu/current/venv/bin/python}" -c '
import sqlite3, sys
source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
target = sqlite3.connect(sys.argv[2])
source.backup(target)
assert target.execute("pragma integrity_check").fetchone() == ("ok",)
target.execute("pragma journal_mode=delete")
target.close()
' "$SHUNIU_DATA/db.sqlite3" "$part/db.sqlite3"
fi
mkdir -p "$SHUNIU_DATA/files"
tar -C "$SHUNIU_DATA" -cf "$part/files.tar" files $(cd "$SHUNIU_DATA" && ls -d papers fonts 2>/dev/null || true)
(cd "$part" && sha256sum ./* >SHA256SUMS)
mv "$part" "$place"
echo "$place"
