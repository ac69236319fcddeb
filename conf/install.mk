# What is installed besides the programs: data, settings, pieces for web servers
# and systemd.  Folders are taken whole, so that a new agency (forms/) or year
# (conf/calendar/) needs no line here.

EXTRA_DIST += \
	.ci/run \
	.clang-format \
	.clang-tidy \
	.editorconfig \
	LICENSE \
	README.md \
	conf/apache \
	conf/build-aux/build.sh \
	conf/build-aux/install-packages \
	conf/build-aux/stack.sh \
	conf/build-aux/supervise.sh \
	conf/calendar \
	conf/nginx \
	conf/otklik.conf \
	conf/quickstart \
	conf/schema \
	conf/static \
	conf/systemd \
	forms

systemdunitdir = $(prefix)/lib/systemd/system
sysusersdir = $(prefix)/lib/sysusers.d
tmpfilesdir = $(prefix)/lib/tmpfiles.d

# The files hold the paths of a Debian system; these are the paths of this one.
adapt = sed -e 's|/usr/share/otklik|$(pkgsharedir)|g' \
	-e 's|/usr/share/doc/otklik|$(docdir)|g' \
	-e 's|/usr/share/locale|$(localedir)|g' \
	-e 's|/usr/libexec/otklik|$(libexecdir)/otklik|g' \
	-e 's|/usr/sbin/otklikctl|$(sbindir)/otklikctl|g' \
	-e 's|/etc/otklik|$(sysconfdir)/otklik|g'

units = otklik-admin.service otklik-admin.socket otklik-appeal.service \
	otklik-appeal.socket otklik-count.service \
	otklik-count.timer otklik-doctor.service otklik-doctor.timer \
	otklik-survey.service otklik-survey.socket

install-data-local:
	@for dir in forms conf/schema conf/calendar conf/static; do \
		(cd $(srcdir)/$$dir && find . -type f ! -name '.*') | while read file; do \
			$(MKDIR_P) "$(DESTDIR)$(pkgsharedir)/$${dir#conf/}/$$(dirname $$file)" && \
			$(INSTALL_DATA) $(srcdir)/$$dir/$$file \
				"$(DESTDIR)$(pkgsharedir)/$${dir#conf/}/$$file" || exit 1; \
		done || exit 1; \
	done
	@for file in nginx/otklik.conf nginx/otklik-limits.conf apache/otklik.conf \
		apache/otklik-limits.nft \
		systemd/otklik-admin-mail.conf; do \
		$(MKDIR_P) "$(DESTDIR)$(pkgsharedir)/$$(dirname $$file)" && \
		$(adapt) $(srcdir)/conf/$$file >"$(DESTDIR)$(pkgsharedir)/$$file" || exit 1; \
	done
	@$(MKDIR_P) "$(DESTDIR)$(systemdunitdir)" "$(DESTDIR)$(sysusersdir)" "$(DESTDIR)$(tmpfilesdir)"
	@for file in $(units); do \
		$(adapt) $(srcdir)/conf/systemd/$$file >"$(DESTDIR)$(systemdunitdir)/$$file" || exit 1; \
	done
	@$(INSTALL_DATA) $(srcdir)/conf/systemd/otklik.sysusers "$(DESTDIR)$(sysusersdir)/otklik.conf"
	@$(INSTALL_DATA) $(srcdir)/conf/systemd/otklik.tmpfiles "$(DESTDIR)$(tmpfilesdir)/otklik.conf"
	@$(MKDIR_P) "$(DESTDIR)$(sysconfdir)/otklik" "$(DESTDIR)$(docdir)"
	@$(adapt) $(srcdir)/conf/otklik.conf >"$(DESTDIR)$(pkgsharedir)/otklik.conf"
	@test -e "$(DESTDIR)$(sysconfdir)/otklik/otklik.conf" || \
		$(INSTALL_DATA) "$(DESTDIR)$(pkgsharedir)/otklik.conf" "$(DESTDIR)$(sysconfdir)/otklik/"
	@$(INSTALL_DATA) $(srcdir)/README.md $(srcdir)/LICENSE "$(DESTDIR)$(docdir)/"

# Settings that were changed stay.
uninstall-local:
	! cmp -s "$(DESTDIR)$(pkgsharedir)/otklik.conf" "$(DESTDIR)$(sysconfdir)/otklik/otklik.conf" || \
		rm -f "$(DESTDIR)$(sysconfdir)/otklik/otklik.conf"
	cd "$(DESTDIR)$(systemdunitdir)" && rm -f $(units)
	rm -f "$(DESTDIR)$(sysusersdir)/otklik.conf" "$(DESTDIR)$(tmpfilesdir)/otklik.conf"
	rm -f "$(DESTDIR)$(docdir)/README.md" "$(DESTDIR)$(docdir)/LICENSE"
	rm -rf "$(DESTDIR)$(pkgsharedir)"
