# shellcheck shell=bash
# The private stack of the quickstart: settings, database, programs, web server.
# Sourced by conf/quickstart, which sets the names below.

: "${top=}" "${dir=}" "${state=}" "${app=}" "${sockets=}" "${stack_user=}" "${as=}"
: "${server=}" "${port=}" "${procedure=}" "${batch=}" "${demo=}"

# settings_write ACCOUNT: etc/ACCOUNT.conf, for the program that logs in as it.
settings_write()
{
	local password=$state/etc/passwords/$1
	[ "$1" != install ] || password=
	cat >"$state/etc/$1.conf" <<-END
		db_socket = $sockets/db.sock
		db_user = ${password:+$1}
		db_password_file = $password
		token_key_file = $state/var/token.key
		appeal_key_file = $state/var/appeal.key
		entry_key_file = $state/var/entry.key
		ticket_key_file = $state/var/ticket.key
		key_dir = $state/var/keys
		doctor_file = $state/var/confirmed
		schema_dir = $app/share/otklik/schema
		forms_dir = $app/share/otklik/forms
		calendar_dir = $app/share/otklik/calendar
		locale_dir = $app/share/locale
		public_url = http://127.0.0.1:$port
		batch_min = $batch
		list_internal = true
		form_age_min = 0
		cookie_secure = false
	END
	chmod 644 "$state/etc/$1.conf"
}

# snippet FILE: an installed piece of web server configuration with the paths of
# this stack, without the limit on the number of requests.
snippet()
{
	sed -e "s|/run/otklik/|$sockets/|g" -e '/limit_req/d' "$app/share/otklik/$1"
}

nginx_write()
{
	snippet nginx/otklik.conf >"$state/etc/otklik-nginx.conf"
	cat >"$state/etc/web.conf" <<-END
		daemon off;
		worker_processes 2;
		pid $state/run/nginx.pid;
		error_log $state/log/web-errors.log warn;
		events { worker_connections 512; }
		http {
			access_log off;
			types { text/css css; text/javascript js; }
			client_body_temp_path $state/tmp/body;
			proxy_temp_path $state/tmp/proxy;
			fastcgi_temp_path $state/tmp/fastcgi;
			uwsgi_temp_path $state/tmp/uwsgi;
			scgi_temp_path $state/tmp/scgi;
			server {
				listen 127.0.0.1:$port;
				absolute_redirect off;
				location = / { return 302 /feedback/; }
				include $state/etc/otklik-nginx.conf;
			}
		}
	END
}

apache_write()
{
	local module
	snippet apache/otklik.conf >"$state/etc/otklik-apache.conf"
	{
		for module in mpm_event authz_core alias mime proxy proxy_fcgi reqtimeout \
			setenvif; do
			echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
		done
		cat <<-END
			ServerRoot "$state"
			ServerName 127.0.0.1
			Listen 127.0.0.1:$port
			DefaultRuntimeDir "$state/run"
			PidFile "$state/run/apache.pid"
			ErrorLog "$state/log/web-errors.log"
			TypesConfig /dev/null
			AddType text/css .css
			AddType text/javascript .js
			ThreadsPerChild 25
			RedirectMatch 302 "^/\$" /feedback/
			Include "$state/etc/otklik-apache.conf"
		END
	} >"$state/etc/web.conf"
}

start_database()
{
	part_start database mariadbd --no-defaults --datadir="$state/data/mariadb" \
		--socket="$sockets/db.sock" --pid-file="$state/run/mariadbd.pid" \
		--log-error="$state/log/mariadbd.log" --tmpdir="$state/tmp" \
		--skip-networking --skip-log-bin --skip-name-resolve \
		--innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=64M \
		--innodb-log-file-size=32M --performance-schema=OFF --max-connections=200
}

start_count()
{
	part_start count "${wrap[@]}" "$app/libexec/otklik/otklik-count" \
		-c "$state/etc/otklik-count.conf" --every "${OTKLIK_COUNT_EVERY:-2}"
}

start_survey()
{
	part_start survey "${wrap[@]}" "$app/libexec/otklik/otklik-survey" \
		-c "$state/etc/otklik-survey.conf" -s "$sockets/survey.sock"
}

start_appeal()
{
	part_start appeal "${wrap[@]}" "$app/libexec/otklik/otklik-appeal" \
		-c "$state/etc/otklik-appeal.conf" -s "$sockets/appeal.sock"
}

start_admin()
{
	part_start admin "${wrap[@]}" "$app/libexec/otklik/otklik-admin" \
		-c "$state/etc/otklik-admin.conf" -s "$sockets/admin.sock"
}

start_web()
{
	case $server in
	nginx) part_start web nginx -p "$state" -e "$state/log/web-errors.log" -c "$state/etc/web.conf" ;;
	apache) part_start web apache2 -f "$state/etc/web.conf" -D FOREGROUND ;;
	esac
}

database_answers()
{
	"${as[@]}" mariadb --no-defaults --socket="$sockets/db.sock" --user="$stack_user" \
		-e 'SELECT 1' >/dev/null 2>&1
}

# A data directory made halfway is made again.
database_make()
{
	local data=$state/data/mariadb
	[ ! -d "$data" ] || return 0
	rm -rf "$data.new"
	TMPDIR=$state/tmp "${as[@]}" mariadb-install-db --no-defaults --datadir="$data.new" \
		--auth-root-authentication-method=socket \
		--auth-root-socket-user="$stack_user" --skip-test-db --skip-name-resolve --force \
		>"$state/log/install-db.log" 2>&1 || {
		cat "$state/log/install-db.log" >&2
		fail "the database could not be made"
	}
	mv "$data.new" "$data"
}

ctl()
{
	LC_ALL=C.UTF-8 "${as[@]}" "$app/sbin/otklikctl" -c "$state/etc/otklik-ctl.conf" "$@"
}

# Accounts, schema, and a password for the login admin.
database_fill()
{
	LC_ALL=C.UTF-8 "${as[@]}" "$app/sbin/otklikctl" -c "$state/etc/install.conf" \
		init --passwords "$state/etc/passwords" >/dev/null
	ctl migrate >/dev/null
	if ! ctl user list | grep -q $'^admin\t'; then
		(umask 077 && ctl user add admin --role administrator --generate >"$dir/password")
	elif [ ! -s "$dir/password" ]; then
		(umask 077 && ctl user passwd admin --generate >"$dir/password")
	fi
}

# Loads the procedures and opens a campaign for each questionnaire without one,
# under the code the procedure gives it.
campaigns_open()
{
	local file name id list
	list=$(ctl campaign list)
	for file in "$top"/forms/*/procedure.xml; do
		name=$(basename "$(dirname "$file")")
		[ "$procedure" = all ] || [ "$procedure" = "$name" ] || continue
		ctl procedure load "$name" >"$dir/loaded"
		while IFS=: read -r id _; do
			grep -qF $'\t'"$name/$id v" <<<"$list" ||
				ctl campaign open "$id" --agency "$name" --permanent >/dev/null
		done <"$dir/loaded"
	done
	rm -f "$dir/loaded"
}

# Campaigns of made-up answers, counted before the first real one can come.
demo_load()
{
	[ "$demo" = no ] || ctl demo load >"$state/log/demo.log" 2>&1 || {
		tail -n 20 "$state/log/demo.log" >&2
		fail "the demonstration could not be loaded"
	}
}

web_answers()
{
	answers /feedback/ && answers /feedback/appeal && answers /feedback/admin/login
}

# What respondents are told of the logs rests on what the doctor finds: here it
# expects one user for all programs (--one-user) and no limit on requests.  Its
# report is doctor.txt.
doctor_look()
{
	local file options=()
	for file in "$state"/etc/passwords/*; do
		options+=(--settings "$state/etc/${file##*/}.conf")
	done
	ctl doctor "${options[@]}" --"$server" "$state/etc/web.conf" --sockets "$sockets" \
		--only "$state" --admin "$stack_user" --one-user >"$dir/doctor.txt" 2>&1 || true
}

# Brings everything up, or fails.
stack_start()
{
	local account
	ulimit -c 0 # what is in memory must not reach a disk
	for account in install otklik-ctl otklik-count otklik-survey otklik-appeal \
		otklik-admin; do
		settings_write "$account"
	done
	"${server}_write"
	database_make
	start_database
	until_up database database_answers mariadbd
	database_fill
	campaigns_open
	demo_load
	# A campaign takes answers once the count has made its key.
	"${as[@]}" "${wrap[@]}" "$app/libexec/otklik/otklik-count" \
		-c "$state/etc/otklik-count.conf" --once
	start_count
	start_survey
	start_appeal
	start_admin
	start_web
	until_up web web_answers web-errors
	doctor_look
}

# until_up PART COMMAND LOG: until the command succeeds; fails if the part ends.
until_up()
{
	local tenths=0
	until "$2"; do
		if ! part_lives "$1" || [ $((tenths += 1)) -gt 600 ]; then
			tail -n 20 "$state/log/$3.log" "$state/log/$1.log" >&2 || true
			fail "$1 does not start"
		fi
		sleep 0.1
	done
}
