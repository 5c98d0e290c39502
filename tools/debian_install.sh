#!/bin/sh
# Installs a Debian package where this user may, else says how.
set -eu
package="$1"
run=""
if [ "$(id -u)" -ne 0 ]; then
  run="sudo -n"
fi
if command -v apt-get >/dev/null && $run true 2>/dev/null; then
  $run apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq "$package" >/dev/null
else
  echo "The package $package is missing. Install it (on Debian: apt-get install $package) and try again." >&2
  exit 1
fi
