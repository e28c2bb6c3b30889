# packages.sh: what Keyholder needs from the system, and how to get it.
#
# For other scripts to read with `.`; it has no effect by itself. Works in every
# POSIX shell; functions with variables run in ( ), so as to leave the reader's
# alone.
#
# This table is the one place that names packages. Columns: purpose; the name
# on Debian 12 and newer and on Ubuntu; the name on Fedora. "a|b" is content
# with either and installs the first; "-" is needed there under another name.
# What a desktop brings along as a mere recommendation is named as well:
# without glib-networking there is no https, without librsvg no icons.
package_table ()
{
  cat <<'END'
build    build-essential                   gcc
build    meson                             meson
build    ninja-build                       ninja-build
build    pkg-config|pkgconf                pkgconf-pkg-config
build    gettext                           gettext
build    libglib2.0-dev                    glib2-devel
build    libgtk-4-dev                      gtk4-devel
build    libgtk-4-bin                      gtk4-devel-tools
build    libsoup-3.0-dev                   libsoup3-devel
build    libjson-glib-dev                  json-glib-devel
build    libsqlite3-dev                    sqlite-devel
build    libsecret-1-dev                   libsecret-devel
build    libgcrypt20-dev                   libgcrypt-devel
build    libxtst-dev                       libXtst-devel
build    libxml2-utils                     libxml2
build    desktop-file-utils                desktop-file-utils
run      glib-networking                   glib-networking
run      librsvg2-common                   librsvg2
run      adwaita-icon-theme                adwaita-icon-theme
run      fonts-dejavu-core                 dejavu-sans-fonts
run      ca-certificates                   ca-certificates
run      tzdata                            tzdata
run      dbus                              dbus-daemon
run      dbus-x11|dbus-user-session        -
display  xvfb                              xorg-x11-server-Xvfb
test     -                                 libasan
test     -                                 libubsan
test     appstream                         appstream
test     gnome-keyring                     gnome-keyring
test     openssl                           openssl
test     procps                            procps-ng
test     sqlite3                           sqlite
test     strace                            strace
END
}

purpose_in_words ()
{
  case $1 in
    build) echo "to build Keyholder: a C compiler, meson, and the libraries it is made with" ;;
    run) echo "to run it: https, icons, a font, time zones, the session bus" ;;
    display) echo "to open windows where there is no screen: a virtual display" ;;
    test) echo "to test it: a keyring, certificates, and tools that look at the results" ;;
  esac
}

package_system ()
{
  if command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; then
    echo debian
  elif command -v dnf >/dev/null 2>&1 && command -v rpm >/dev/null 2>&1; then
    echo fedora
  else
    echo other
  fi
}

# package_names SYSTEM PURPOSE: its column of the table, one name a line.
package_names ()
{
  package_table | awk -v purpose="$2" -v column="$([ "$1" = fedora ] && echo 3 || echo 2)" \
    '$1 == purpose && $column != "-" { print $column }'
}

is_installed ()
{
  case $1 in
    debian) [ "$(dpkg-query -W -f '${db:Status-Status} ' "$2" 2>/dev/null | cut -d ' ' -f 1)" = installed ] ;;
    fedora) rpm --quiet -q --whatprovides "$2" >/dev/null 2>&1 ;;
  esac
}

# missing_packages SYSTEM PURPOSE: of package_names, those to install.
missing_packages ()
(
  package_names "$1" "$2" | while read -r alternatives; do
    found=
    for name in $(echo "$alternatives" | tr '|' ' '); do
      if is_installed "$1" "$name"; then
        found=yes
      fi
    done
    if [ -z "$found" ]; then
      echo "${alternatives%%|*}"
    fi
  done
)

# install_as_root SYSTEM PREFIX NAME...: PREFIX is how to become root.
install_as_root ()
(
  system=$1
  prefix=$2
  shift 2
  if [ "$system" = debian ]; then
    # A list that cannot be refreshed may still do; the install says if not.
    $prefix env DEBIAN_FRONTEND=noninteractive \
      apt-get -q -o DPkg::Lock::Timeout=300 update ||
      echo "The list of packages could not be refreshed; trying with the one at hand." >&2
    $prefix env DEBIAN_FRONTEND=noninteractive \
      apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
      install -y --no-install-recommends "$@"
  else
    $prefix dnf install -y --setopt=install_weak_deps=False "$@"
  fi
)

# How to become root: nothing, "sudo", or "sudo -n" where nobody can be asked
# for a password. Fails when there is no way.
root_prefix ()
{
  if [ "$(id -u)" -eq 0 ]; then
    return 0
  fi
  command -v sudo >/dev/null 2>&1 || return 1
  if [ -t 0 ]; then
    echo "sudo"
  else
    sudo -n true 2>/dev/null && echo "sudo -n"
  fi
}

install_by_hand ()
{
  if [ "$1" = debian ]; then
    echo "apt-get install --no-install-recommends"
  else
    echo "dnf install --setopt=install_weak_deps=False"
  fi
}

# install_packages PURPOSE...: installs what is missing, and says so first. With
# nothing missing it says nothing, asks nothing and reads no network.
install_packages ()
(
  system=$(package_system)
  if [ "$system" = other ]; then
    echo "This system has neither apt nor dnf, so nothing can be installed from here. On Debian"
    echo "Keyholder needs the packages below; the build says what is missing."
    for purpose in "$@"; do
      echo "- $(purpose_in_words "$purpose"): $(package_names debian "$purpose" | tr '\n' ' ')"
    done
    return 0
  fi

  wanted=
  report=
  for purpose in "$@"; do
    names=$(missing_packages "$system" "$purpose" | tr '\n' ' ')
    if [ -n "$names" ]; then
      wanted="$wanted $names"
      report="$report
- $(purpose_in_words "$purpose"):
  $names"
    fi
  done
  if [ -z "$wanted" ]; then
    return 0
  fi

  if ! prefix=$(root_prefix); then
    echo "Keyholder needs packages of the system that are not installed:$report"
    echo
    echo "Only root, or a user with sudo, can install them. Ask an administrator to run"
    echo
    echo "  $(install_by_hand "$system")" $wanted
    echo
    echo "and start this again."
    return 1
  fi
  echo "Installing packages of the system, as ${prefix:-root}, because Keyholder needs them:$report"
  echo
  if ! install_as_root "$system" "$prefix" $wanted; then
    echo "The packages could not be installed; what went wrong stands above."
    return 1
  fi
)
