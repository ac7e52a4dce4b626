#!/bin/sh
# deb: `remove`, or `upgrade` and the version to come. rpm: how many will be left.
set -e
case ${1-} in
remove | 0) ;;
*) exit 0 ;;
esac
[ -d /run/systemd/system ] || exit 0
systemctl disable --now --quiet hubbub.service hubbub.socket || true
