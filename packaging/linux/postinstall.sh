#!/bin/sh
# deb: `configure` and the version before, if there was one. rpm: how many are installed now.
set -e
case ${1-} in
configure) before=${2-} ;;
1 | "") before= ;;
[0-9]*) before=rpm ;;
*) exit 0 ;;
esac

if ! getent passwd hubbub >/dev/null; then
    if command -v adduser >/dev/null && command -v addgroup >/dev/null && [ -e /etc/debian_version ]; then
        adduser --system --group --quiet --home /var/lib/hubbub --no-create-home --shell /usr/sbin/nologin hubbub
    else
        useradd --system --user-group --home-dir /var/lib/hubbub --no-create-home --shell /sbin/nologin hubbub
    fi
fi
mkdir -p -m 0700 /var/lib/hubbub
chown hubbub:hubbub /var/lib/hubbub /etc/hubbub/hubbub.toml
chmod 0600 /etc/hubbub/hubbub.toml
[ -e /var/lib/hubbub/hubbub.toml ] || ln -sf /etc/hubbub/hubbub.toml /var/lib/hubbub/hubbub.toml

[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload
if [ -z "$before" ]; then
    systemctl enable --quiet hubbub.service
    systemctl start hubbub.service || echo "hubbub did not start; journalctl -u hubbub says why" >&2
    echo "hubbub listens on port 7777. Who runs it: hubbub operator-code; its settings: /etc/hubbub/hubbub.toml"
elif systemctl is-active --quiet hubbub.service; then
    # Nobody is disconnected. Where this one cannot go on, the one before does: a restart would end it for nothing.
    hubbub upgrade || echo "the hubbub from before goes on; if the database is of a newer one: hubbub rollback" >&2
fi
