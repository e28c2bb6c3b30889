#!/bin/bash
# check-po.sh [--update] [FOLDER]: FOLDER/po/POTFILES.in names every file that
# has something to translate, and no other, in order; xgettext can read them
# all, and each translation is well formed. With --update the list is written.
set -u -o pipefail
export LC_ALL=C

update=
if [ "${1:-}" = --update ]; then
  update=yes
  shift
fi
cd "${1:-$(dirname "$0")/..}" || exit 2

# A keyword of xgettext (po/meson.build) before a text, or before a line's end.
marked='(^|[^A-Za-z0-9_])(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2) *\( *("|$)'
in_xml='translatable="(yes|true)"'

translatable_files ()
{
  find src -name '*.[ch]' -exec grep -lE "$marked" {} +
  find src -name '*.ui' -exec grep -lE "$in_xml" {} +
  find data -name '*.desktop.in' -o -name '*.metainfo.xml.in'
}

# grep and find end with a code when a folder has none: that is no error here.
wanted=$(translatable_files 2>/dev/null | sort) || :
if [ -n "$update" ]; then
  printf '%s\n' "$wanted" >po/POTFILES.in
fi

bad=0
complain ()
{
  printf '%s\n' "$@"
  bad=1
}

if [ ! -f po/POTFILES.in ]; then
  complain "po/POTFILES.in is missing"
elif ! difference=$(diff -u --label 'po/POTFILES.in' --label 'what it should be' \
  po/POTFILES.in <(printf '%s\n' "$wanted")); then
  complain "$difference" "tests/check-po.sh --update writes the list."
fi

if [ "$bad" -eq 0 ] && command -v xgettext >/dev/null; then
  said=$(xgettext --from-code=UTF-8 --files-from=po/POTFILES.in --output=/dev/null \
    --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
    --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3 2>&1) || complain "xgettext failed:"
  [ -z "$said" ] || complain "$said"
fi

# xgettext takes such a text to end at the macro, and the rest is never translated.
cut='((^|[^A-Za-z0-9_])_ *\(|^ *)"[^"]*%" *(G_[A-Z0-9]+_FORMAT|PRI[a-zA-Z0-9]+)'
said=$(find src -name '*.[ch]' -exec grep -nHE "$cut" {} + 2>/dev/null) || :
if [ -n "$said" ]; then
  complain "$said" "Print the number first, and put it into the text as %s."
fi

for language in $(grep -v '^#' po/LINGUAS 2>/dev/null); do
  if [ ! -f "po/$language.po" ]; then
    complain "po/LINGUAS names $language, and there is no po/$language.po"
  elif ! said=$(msgfmt --check --output-file=/dev/null "po/$language.po" 2>&1); then
    complain "$said"
  fi
done

exit "$bad"
