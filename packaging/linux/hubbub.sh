#!/bin/sh
# hubbub, and for root its service: what root says about a server means the one of this machine, and is done as its user.
case ${1-} in
account | audit | backup | ban | console | doctor | files | healthcheck | invite | lockdown | operator-code | reload | \
    report | rollback | status | token | undo | upgrade)
    if [ "$(id -u)" -eq 0 ] && [ -z "${HUBBUB_DATA_DIRECTORY-}" ]; then
        exec setpriv --reuid hubbub --regid hubbub --init-groups env HUBBUB_DATA_DIRECTORY=/var/lib/hubbub HOME=/var/lib/hubbub \
            /opt/hubbub/bin/hubbub "$@"
    fi
    ;;
config) # reads only, and may write a file of root's
    if [ "$(id -u)" -eq 0 ] && [ -z "${HUBBUB_DATA_DIRECTORY-}" ]; then
        exec env HUBBUB_DATA_DIRECTORY=/var/lib/hubbub /opt/hubbub/bin/hubbub "$@"
    fi
    ;;
esac
exec /opt/hubbub/bin/hubbub "$@"
