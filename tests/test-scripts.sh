#!/bin/bash
# Tests of the scripts themselves: what each of the checks must find, what the
# installer would install, and that the wrapper and the count tell the truth.
set -u
cd "$(dirname "$0")/.." || exit 1
tests=$PWD/tests
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

number=0
# report NAME STATUS [DETAIL]: one line of TAP.
report ()
{
  number=$((number + 1))
  if [ "$2" -eq 0 ]; then
    echo "ok $number $1"
  else
    echo "not ok $number $1"
    printf '%s\n' "${3:-}" | sed 's/^/# /'
  fi
}

# expect NAME WANTED GOT: equal texts.
expect ()
{
  [ "$2" = "$3" ]
  report "$1" $? "wanted: $2
got: $3"
}

# A small project in $work/project that every check is content with.
make_project ()
{
  rm -rf "$work/project"
  mkdir -p "$work"/project/{data,po,src/{core,store,station,ui,keyholder,keyholder-station}}
  cd "$work/project" || exit 1
  for layer in core store station ui; do
    echo '#include <glib.h>' >"src/$layer/kh-$layer.h"
  done
  printf '%s\n' '#include "config.h"' '#include "kh-store.h"' '#include "kh-core.h"' \
    '#include <sqlite3.h>' '#include <errno.h>' 'f (_("A text"));' >src/store/kh-store.c
  printf '%s\n' '#include <gtk/gtk.h>' '#include "kh-station.h"' '/* gtk_widget_show */' \
    'gtk_label_set_markup (l, "<b>x</b>");' 'g ("image/*"); h ("gtk_widget_hide");' >src/ui/kh-ui.c
  echo '<component><name>Keyholder</name></component>' >data/x.metainfo.xml.in
  printf '%s\n' data/x.metainfo.xml.in src/store/kh-store.c >po/POTFILES.in
  : >po/LINGUAS
}

# accepts CHECK, and refuses CHECK FILE LINE: with LINE added to FILE.
accepts ()
{
  local said

  make_project
  said=$("$tests/$1" "$PWD" 2>&1)
  report "$1 accepts what is right" $? "$said"
}

refuses ()
{
  local said

  make_project
  mkdir -p "$(dirname "$2")"
  printf '%s\n' "$3" >>"$2"
  said=$("$tests/$1" "$PWD" 2>&1)
  [ $? -eq 1 ] && [[ $said == *"$2"* ]]
  report "$1 refuses $3 in $2" $? "it said: $said"
}

test_checks ()
{
  local file header

  accepts check-layers.sh
  while read -r file header; do
    refuses check-layers.sh "src/$file" "#include $header"
  done <<'END'
core/kh-core.c "kh-store.h"
core/kh-core.c "../station/kh-station.h"
core/kh-core.h <kh-ui.h>
core/kh-core.c <gtk/gtk.h>
core/kh-core.c <libsoup/soup.h>
core/kh-core.c <json-glib/json-glib.h>
core/kh-core.c <sqlite3.h>
core/kh-core.c <libsecret/secret.h>
core/kh-core.c <gcrypt.h>
store/kh-store.c "kh-station.h"
store/kh-store.c "kh-ui.h"
store/kh-store.c <gtk/gtk.h>
store/kh-store.c <libsoup/soup.h>
store/kh-store.c <json-glib/json-glib.h>
station/kh-station.c <sqlite3.h>
station/kh-station.c <gcrypt.h>
station/kh-station.c <gdk/x11/gdkx.h>
station/kh-station.c "kh-ui.h"
ui/kh-ui.c <libsoup/soup.h>
ui/kh-ui.c <json-glib/json-glib.h>
ui/kh-ui.c <libsecret/secret.h>
ui/kh-ui.c <sqlite3.h>
keyholder-station/main.c "kh-ui.h"
keyholder-station/main.c <gtk/gtk.h>
extra/main.c <glib.h>
core/kh-core.c <curl/curl.h>
END

  accepts check-style.sh
  refuses check-style.sh src/ui/kh-ui.c 'gtk_widget_show (window);'
  refuses check-style.sh src/ui/kh-ui.c 'gtk_dialog_new ();'
  refuses check-style.sh src/ui/kh-ui.c 'native = gtk_file_chooser_native_new ();'
  refuses check-style.sh src/ui/kh-ui.c 'gtk_label_set_markup (label, name);'
  refuses check-style.sh src/ui/kh-ui.c 'gtk_label_set_markup (label, g_strdup_printf ("%s", name));'
  refuses check-style.sh src/ui/kh-ui.c 'GNotification *notification;'
  refuses check-style.sh src/ui/kh-ui.c 'gdk_clipboard_set_text (clipboard, passcode);'
  refuses check-style.sh src/ui/kh-ui.c 'gtk_recent_manager_add_item (manager, uri);'
  refuses check-style.sh src/ui/kh-ui.ui '<object class="GtkTreeView">'
  refuses check-style.sh src/store/kh-store.c 'g_print ("done");'

  accepts check-po.sh
  refuses check-po.sh src/core/kh-core.c '.label = N_("First Name"),'
  refuses check-po.sh src/ui/kh-ui.c 'text = ngettext ("%d row", "%d rows", n);'
  refuses check-po.sh src/ui/kh-ui.ui '<property name="label" translatable="yes">Save</property>'
  refuses check-po.sh src/ui/kh-ui.c '  "Customer %" G_GINT64_FORMAT ".",'
  refuses check-po.sh po/POTFILES.in src/core/kh-core.c
  refuses check-po.sh po/POTFILES.in data/x.metainfo.xml.in
  refuses check-po.sh po/LINGUAS po/LINGUAS
}

test_with_display ()
{
  local code found ours sleeper

  cd "$work" || exit 1
  for code in 0 7 133; do
    "$tests/with-display" sh -c "exit $code" 2>/dev/null
    expect "with-display ends with code $code" "$code" $?
  done
  "$tests/with-display" sh -c 'kill -ABRT $$' 2>/dev/null
  expect "with-display ends with a signal's code" 134 $?

  # shellcheck disable=SC2016 # for the shell inside
  ours=$("$tests/with-display" sh -c 'setsid sleep 300 >/dev/null & echo $! $DISPLAY $XDG_DATA_HOME' 2>/dev/null)
  read -r sleeper found data <<<"$ours"
  [ -n "$found" ] && [ "$found" != "${DISPLAY:-}" ]
  report "with-display gives a display of its own" $? "$ours"
  [ -n "$data" ] && [ ! -e "$data" ]
  report "with-display leaves no folder behind" $? "$ours"
  for _ in {1..50}; do
    kill -0 "$sleeper" 2>/dev/null || break
    sleep 0.1
  done
  ! kill -0 "$sleeper" 2>/dev/null
  report "with-display ends what was left running" $? "$ours"
}

# counts NAME WANTED RESULT CODE OUTPUT: of a log with one program.
counts ()
{
  python3 -c 'import json, sys
print(json.dumps(dict(name="x", result=sys.argv[1], returncode=int(sys.argv[2]),
                      stdout=sys.argv[3].replace("|", "\n"))))' "$3" "$4" "$5" >"$work/log.json"
  expect "count-results counts $1" "$2" "$("$tests/count-results" "$work/log.json")"
}

test_count_results ()
{
  counts "each line of TAP" "2 1" FAIL 1 "1..3|ok 1 /a|not ok 2 /b|ok 3 /c"
  counts "a skipped line as neither" "1 0" OK 0 "1..2|ok 1 /a|ok 2 /b # SKIP no keyring"
  counts "a crash as a failure" "1 1" ERROR 133 "1..3|ok 1 /a"
  counts "a program out of time as a failure" "1 1" TIMEOUT -15 "1..2|ok 1 /a"
  counts "a program that ends too early" "1 1" OK 0 "1..2|ok 1 /a"
  counts "a program that announces and does nothing" "0 1" SKIP 0 "1..2"
  counts "a program that says nothing" "0 1" SKIP 0 ""
  counts "a program without TAP" "1 0" OK 0 "all is well"
  counts "a failing program without TAP" "0 1" FAIL 1 "oh"

  counts "one failure to be named" "1 1" FAIL 134 "1..2|ok 1 /a|# it broke|not ok 2 /b"
  expect "count-results names what failed, and its last words" \
    $'x (FAIL, code 134): not ok 2 /b\n    1..2\n    # it broke' \
    "$("$tests/count-results" --failed "$work/log.json")"
  cp "$work/log.json" "$work/first.json"
  counts "a second try" "2 0" OK 0 "1..2|ok 1 /a|ok 2 /b"
  expect "count-results takes a second try for the first" "2 0" \
    "$("$tests/count-results" "$work/first.json" "$work/log.json")"
  expect "count-results names what to try again" x "$("$tests/count-results" --names "$work/first.json")"
  counts "a crash to be named" "1 1" ERROR 133 "1..3|ok 1 /a"
  expect "count-results names where a program crashed" \
    $'x (ERROR, code 133): after: ok 1 /a\n    1..3' \
    "$("$tests/count-results" --failed "$work/log.json")"
}

# A PATH on which nothing is installed, the user is UID, and what would be done
# as root is written to $work/done.
fake_system ()
{
  rm -rf "$work/bin" "$work/done"
  mkdir "$work/bin"
  cd "$work/bin" || exit 1
  printf '#!/bin/sh\necho %s\n' "$1" >id
  printf '#!/bin/sh\nexit 1\n' >dpkg-query
  printf '#!/bin/sh\necho "$0" "$@" >>"%s"\n' "$work/done" >apt-get
  printf '#!/bin/sh\n[ "$1" = -n ] && shift\n"$@"\n' >sudo
  for tool in awk cat cut env sh tr true; do
    ln -s "$(command -v "$tool")" "$tool"
  done
  chmod +x id dpkg-query apt-get sudo
}

install_there ()
{
  PATH=$work/bin sh -c ". $tests/../data/packages.sh; install_packages build test" </dev/null 2>&1
}

test_packages ()
{
  local said

  fake_system 1000
  rm "$work/bin/sudo"
  said=$(install_there)
  [ $? -eq 1 ] && [[ $said == *"apt-get install"*libgtk-4-dev*strace* ]] && [ ! -e "$work/done" ]
  report "without root and sudo the packages are named, and nothing is done" $? "$said"

  fake_system 1000
  said=$(install_there)
  [ $? -eq 0 ] && grep -q 'Lock::Timeout=.* update' "$work/done" &&
    grep -q 'install -y --no-install-recommends .*libgtk-4-dev .*strace' "$work/done"
  report "a user with sudo installs what is missing" $? "$said"
  ! grep -qE '(^| )(-|xvfb)( |$)|\|' "$work/done"
  report "nothing is installed that was not asked for" $? "$(cat "$work/done")"

  said=$(PATH=$work/bin sh -c ". $tests/../data/packages.sh; names=mine wanted=mine
    install_packages build >/dev/null; echo \$names \$wanted" </dev/null)
  expect "the installer leaves its reader's variables alone" "mine mine" "$said"

  fake_system 0
  printf '#!/bin/sh\necho installed\n' >"$work/bin/dpkg-query"
  said=$(install_there)
  [ $? -eq 0 ] && [ -z "$said" ] && [ ! -e "$work/done" ]
  report "with nothing missing nothing is said or done" $? "$said"
}

test_checks
test_with_display
test_count_results
test_packages
echo "1..$number"
