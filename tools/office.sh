#!/bin/sh
# Makes sure that the tests of slides have LibreOffice and a reader of PDF: installed ones, else the
# system's package manager where we are root, else says what to do.
found() { command -v soffice >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1; }
found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing LibreOffice Impress for the tests of slides …"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libreoffice-impress poppler-utils >/dev/null
  found && exit 0
fi
echo "The tests of slides need LibreOffice Impress and poppler's tools, and they could not be installed." >&2
echo "Install the packages «libreoffice-impress» and «poppler-utils» and run «make test» again." >&2
exit 1
