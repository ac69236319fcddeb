#!/bin/bash
# Builds out of tree, doing again only what has changed.
#
# usage: conf/build-aux/build.sh DIR [CONFIGURE-OPTION]...
#
# Runs autoreconf in the source tree when configure is missing or older than
# its sources, configure in DIR when the options differ from the last time.
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1
shift

# Two builds may start at once from one checkout.
exec 9<"$top/configure.ac"
flock 9

newer()
{
	[ ! -e "$1" ] || [ -n "$(find "${@:2}" -newer "$1" 2>/dev/null | head -n 1)" ]
}

if newer "$top/configure" "$top/configure.ac" ||
	newer "$top/Makefile.in" "$top/Makefile.am" "$top/tests/tests.mk"; then
	(cd "$top" && autoreconf -i >/dev/null 2>"$top/autoreconf.log") || {
		cat "$top/autoreconf.log" >&2
		exit 1
	}
fi
mkdir -p "$dir"
cd "$dir"
source=$top
if [ -e "$top/config.status" ]; then
	# Nothing can be built out of a tree that is itself configured: take what
	# it would distribute.
	source=$PWD/source
	make -C "$top" -s distdir distdir="$source"
fi
options="$source/configure $*"
if newer Makefile "$source/configure" || [ "$(cat options 2>/dev/null)" != "$options" ]; then
	"$source/configure" -q "$@"
	echo "$options" >options
fi
flock -u 9
exec make -s -j2 V=1
