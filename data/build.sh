# build.sh: configures and builds folders of Keyholder, for other scripts to
# read with `.`; it has no effect by itself. Works in every POSIX shell, in the
# project's top folder. Functions with variables run in ( ), so as to leave the
# reader's alone.

# What a configured folder stands on beside the sources: when any of it has
# changed, the folder is made anew.
build_basis ()
{
  pwd
  meson --version
  ${CC:-cc} --version 2>&1 | head -n 1
  pkg-config --modversion gtk4 libsoup-3.0 glib-2.0 2>&1
}

# build_is_current FOLDER [OPTION]...: configured here, on today's basis and
# with these options; with none given, with whatever options.
build_is_current ()
(
  [ -f "$1/build.ninja" ] && [ -f "$1/configured-for" ] || return 1
  folder=$1
  shift
  if [ "$(sed 1d "$folder/configured-for")" != "$(build_basis)" ]; then
    return 1
  fi
  [ $# -eq 0 ] || [ "$(sed 1q "$folder/configured-for")" = "$*" ]
)

# configure_build FOLDER OPTION...: leaves FOLDER configured so, whatever it was.
# Does nothing when it is; changed meson files are left to ninja.
configure_build ()
(
  if [ -e "$1" ] && [ ! -w "$1" ]; then
    echo "The folder $1 belongs to another user; remove it, and start this again." >&2
    return 1
  fi
  if build_is_current "$@" && ninja -C "$1" build.ninja >"$1/configure.log" 2>&1; then
    return 0
  fi
  rm -rf "$1"
  folder=$1
  shift
  meson setup "$folder" "$@" || return 1
  { echo "$*"; build_basis; } >"$folder/configured-for"
)
