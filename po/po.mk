# The Russian catalogue: compiled where programs of the build tree find it
# (locale_dir = po), installed where all others look for theirs.

EXTRA_DIST += po/POTFILES po/check po/ru.po

catalogue = po/ru/LC_MESSAGES/otklik.mo
rumodir = $(localedir)/ru/LC_MESSAGES
rumo_DATA = $(catalogue)
CLEANFILES += $(catalogue)

$(catalogue): po/ru.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) -c -o $@ $(srcdir)/po/ru.po

# Brings ru.po up to date with the sources; what is new is then to be translated.
.PHONY: update-po
update-po:
	cd $(srcdir) && xgettext --files-from=po/POTFILES --from-code=UTF-8 --keyword=_ \
		--keyword=N_ --keyword=ngettext:1,2 --add-comments=TRANSLATORS: \
		--no-location --sort-output --package-name=otklik --output=po/otklik.pot
	cd $(srcdir) && msgmerge --quiet --update --backup=none --no-location \
		--no-fuzzy-matching --sort-output po/ru.po po/otklik.pot
	rm -f $(srcdir)/po/otklik.pot

TESTS += po/check
