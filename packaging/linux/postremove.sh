#!/bin/sh
# What people said is nobody's to delete but the operator's: it stays, also after a purge.
set -e
[ ! -d /run/systemd/system ] || systemctl daemon-reload || true
[ "${1-}" = purge ] || exit 0
rm -rf /etc/hubbub
if [ -d /var/lib/hubbub ]; then
    [ ! -L /var/lib/hubbub/hubbub.toml ] || rm -f /var/lib/hubbub/hubbub.toml
    rmdir --ignore-fail-on-non-empty /var/lib/hubbub
fi
if [ -d /var/lib/hubbub ]; then
    echo "All that was said stays in /var/lib/hubbub, and the user hubbub with it. To delete both for good:" >&2
    echo "    rm -r /var/lib/hubbub && userdel hubbub" >&2
elif getent passwd hubbub >/dev/null; then
    userdel hubbub || true
fi
