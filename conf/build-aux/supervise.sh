# shellcheck shell=bash
# Processes of the private stack: start, watch, stop.  Sourced by conf/quickstart,
# which sets `state` (directory of the stack), `as` (words put before a command
# so that it runs as the stack's user) and has a function start_NAME for each
# part.
#
# Each part runs in a session of its own, so that a Ctrl-C reaches the
# supervisor alone and what a dead part leaves behind (workers of a killed
# nginx) can be found by its process group.  run/NAME.pid holds the group and
# the moment its leader started: a number used again by a stranger is left alone.

: "${state=}" "${as=}"
declare -A part_pid=()

# stat_of PID: sets stat_fields to state, parent, group … (proc(5), from field 3).
stat_of()
{
	local stat
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
	read -r -a stat_fields <<<"${stat##*) }"
}

# pid_write FILE PID; pid_read FILE: sets pid if that very process still runs.
pid_write()
{
	stat_of "$2" && echo "$2 ${stat_fields[19]}" >"$1"
}

pid_read()
{
	local since
	[ -e "$1" ] && read -r pid since <"$1" && stat_of "$pid" &&
		[ "${stat_fields[19]}" = "$since" ] && [ "${stat_fields[0]}" != Z ]
}

# Has the group a process that is not a zombie?
group_lives()
{
	local entry
	for entry in /proc/[0-9]*; do
		stat_of "${entry#/proc/}" || continue
		[ "${stat_fields[2]}" = "$1" ] && [ "${stat_fields[0]}" != Z ] && return 0
	done
	return 1
}

# group_stop GROUP SECONDS: asks its leader to end (or what a dead leader left
# behind), ends the group if it does not.
group_stop()
{
	local tenths=0
	if stat_of "$1" && [ "${stat_fields[0]}" != Z ]; then
		kill -TERM "$1" 2>/dev/null || true
	else
		kill -TERM -- "-$1" 2>/dev/null || true
	fi
	while group_lives "$1" && [ $((tenths += 1)) -le $(($2 * 10 + 30)) ]; do
		[ "$tenths" -le $(($2 * 10)) ] || kill -KILL -- "-$1" 2>/dev/null || true
		sleep 0.1
	done
}

# part_start NAME COMMAND...: what it prints goes to log/NAME.log.
part_start()
{
	local name=$1
	shift
	(cd "$state" && exec setsid "${as[@]}" "$@") \
		</dev/null >>"$state/log/$name.log" 2>&1 9>&- &
	part_pid[$name]=$!
	pid_write "$state/run/$name.pid" "$!"
}

part_lives()
{
	kill -0 "${part_pid[$1]}" 2>/dev/null
}

# Starts again each part that has ended.
parts_mend()
{
	local name status
	for name in "${!part_pid[@]}"; do
		part_lives "$name" && continue
		status=0
		wait "${part_pid[$name]}" 2>/dev/null || status=$?
		echo "quickstart: $name ended (status $status), starting it again" >&2
		kill -KILL -- "-${part_pid[$name]}" 2>/dev/null || true
		"start_$name"
	done
}

# Stops what the pid files name, this supervisor's parts or an older one's: those
# who take requests first, the database last.
parts_stop()
{
	local name file group since
	for name in web survey appeal admin count database; do
		file=$state/run/$name.pid
		[ -e "$file" ] || continue
		read -r group since <"$file"
		# The leader may be gone while its group lives on; then its number
		# cannot have been given to another process.
		if ! stat_of "$group" || [ "${stat_fields[19]}" = "$since" ]; then
			group_stop "$group" 10
		fi
		rm -f "$file"
	done
	part_pid=()
}
