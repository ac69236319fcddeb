#!/bin/bash
# A scratch mariadbd: own data directory, unix socket only.
#
# usage: tests/support/mariadb.sh start|stop|kill DIR [mariadbd option]...
#
#   start  makes DIR/data if need be, starts the server on DIR/sock, waits for
#          it; a server that runs already is left alone
#   stop   stops it in order
#   kill   kill -9
#
# Root runs the server as nobody and is the administrator "root"; an ordinary
# user runs it as himself and is the administrator under his own name.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

[ $# -ge 2 ] || { sed -n '4,13s/^# \{0,1\}//p' "$0" >&2; exit 2; }
action=$1
dir=$(mkdir -p "$2" && cd "$2" && pwd)
shift 2
me=$(id -un)
as=()
[ "$(id -u)" != 0 ] || as=(--user=nobody)

alive()
{
	[ -s "$dir/pid" ] && kill -0 "$(cat "$dir/pid")" 2>/dev/null
}

gone()
{
	local i
	for ((i = 0; i < 600; i++)); do
		alive || return 0
		sleep 0.05
	done
	echo "mariadbd does not end: $dir" >&2
	return 1
}

install()
{
	mkdir -p "$dir/data"
	[ "$(id -u)" != 0 ] || chown -R nobody: "$dir"
	[ ! -d "$dir/data/mysql" ] || return 0
	# Its temporary files are named alike by every server on the machine.
	TMPDIR=$dir mariadb-install-db --no-defaults "${as[@]}" --datadir="$dir/data" --skip-test-db --force \
		--auth-root-authentication-method=socket --auth-root-socket-user="$me" \
		>"$dir/install.log" 2>&1 || { cat "$dir/install.log" >&2; exit 1; }
}

start()
{
	local i
	alive && return
	install
	rm -f "$dir/pid" "$dir/sock"
	mariadbd --no-defaults "${as[@]}" --datadir="$dir/data" --socket="$dir/sock" \
		--pid-file="$dir/pid" --tmpdir="$dir" --skip-networking --log-error="$dir/log.err" \
		--innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=64M \
		"$@" </dev/null >/dev/null 2>&1 &
	for ((i = 0; i < 600; i++)); do
		if mariadb --no-defaults --socket="$dir/sock" --user="$me" -e 'SELECT 1' \
			>/dev/null 2>&1; then
			return
		fi
		kill -0 $! 2>/dev/null || break
		sleep 0.05
	done
	tail -20 "$dir/log.err" >&2
	echo "mariadbd does not start: $dir" >&2
	exit 1
}

case $action in
start) start "$@" ;;
stop) ! alive || { kill "$(cat "$dir/pid")" && gone; } ;;
kill) ! alive || { kill -9 "$(cat "$dir/pid")" && gone; } ;;
*) echo "unknown action: $action" >&2; exit 2 ;;
esac
