#!/bin/sh
# The nightly round; every step runs even where one before it failed, and the failure is reported.
set -u
here=$(cd "$(dirname "$0")" && pwd)
folder=${SHUNIU_BACKUPS:-/var/backups/shuniu}
days=${SHUNIU_BACKUP_DAYS:-35}
failed=0
sh "$here/backup.sh" "$folder" || failed=1
"$here/venv/bin/python" -m django verify_audit || failed=1
"$here/venv/bin/python" -m django prune_audit || failed=1
"$here/venv/bin/python" -m django clearsessions || failed=1
"$here/venv/bin/python" -m django prune_db_task_results -v0 || failed=1
find "$folder" -mindepth 1 -maxdepth 1 -name '20*T*' -mtime "+$days" -exec rm -rf {} +
exit $failed
