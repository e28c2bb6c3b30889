#!/bin/bash
# check-layers.sh [FOLDER]: the architecture of FOLDER/src, by its #include lines.
#
# A layer includes its own headers and those of the layers below it, and a
# library's headers only in the folder that the library belongs to. The
# compiler alone would not notice: <sqlite3.h> stands in its default path, and
# static libraries link whatever the program pulls in.
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2

if ! files=$(find src -name '*.[ch]' 2>/dev/null) || [ -z "$files" ]; then
  echo "check-layers: there are no sources in $PWD/src" >&2
  exit 2
fi

# shellcheck disable=SC2086 # no source has a blank in its name
awk '
BEGIN {
  # What each folder may include from, itself left out.
  below["core"] = ""
  below["store"] = "core"
  below["station"] = "core store"
  below["ui"] = "core store station"
  below["keyholder"] = "core store station ui"
  below["keyholder-station"] = "core store station"

  # Which folders may include the headers of a library, by their first name.
  everywhere = "core store station ui keyholder keyholder-station"
  library["glib"] = library["glib.h"] = library["glib-object.h"] = everywhere
  library["glib-unix.h"] = library["gio"] = library["gmodule.h"] = everywhere
  library["sqlite3.h"] = library["gcrypt.h"] = "store"
  library["libsoup"] = library["json-glib"] = library["libsecret"] = "station"
  library["gtk"] = library["gdk"] = library["gsk"] = library["pango"] = "ui keyholder"
  library["cairo.h"] = library["graphene.h"] = library["gdk-pixbuf"] = "ui keyholder"
  # The C library: folders of its headers. Its plain headers are in the list below.
  library["sys"] = library["netinet"] = library["arpa"] = library["linux"] = everywhere
  split ("assert ctype errno fcntl float inttypes langinfo limits locale math poll pwd signal " \
         "stdarg stdbool stddef stdint stdio stdlib string strings time unistd wchar wctype", c, " ")
  for (i in c)
    library[c[i] ".h"] = everywhere

  # Which folder each header of ours stands in.
  for (i = 1; i < ARGC; i++)
    if (ARGV[i] ~ /\.h$/)
      home[file_name(ARGV[i])] = layer_of(ARGV[i])
}

function file_name(path) { sub (/.*\//, "", path); return path }
function layer_of(path) { sub (/^src\//, "", path); sub (/\/.*/, "", path); return path }
function has(list, word) { return index (" " list " ", " " word " ") > 0 }

function complain(what)
{
  printf "%s:%d: %s\n", FILENAME, FNR, what
  bad++
}

function check_own(layer, header,   name)
{
  name = file_name(header)
  if (name == "config.h" || ! (name in home))
    return
  if (home[name] != layer && ! has(below[layer], home[name]))
    complain(layer " may not include " header ", which belongs to " home[name])
}

function check_library(layer, header,   name)
{
  name = header
  sub (/\/.*/, "", name)
  if (! (name in library))
    complain("<" header "> is of no library that check-layers.sh knows: say there whose it is")
  else if (! has(library[name], layer))
    complain(layer " may not include <" header ">, which belongs to " library[name])
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
  layer = layer_of(FILENAME)
  quote = /include[ \t]*</ ? "<" : "\""
  header = $0
  sub (/^[^<"]*[<"]/, "", header)
  sub (/[>"].*/, "", header)
  if (! (layer in below))
    complain("the folder " layer " is none of the layers")
  else if (quote == "<" && ! (file_name(header) in home))
    check_library(layer, header)
  else
    check_own(layer, header)
}

END {
  if (bad)
    printf "%d lines break the layers\n", bad
  exit bad > 0
}
' $files
