#!/bin/sh
# The browser tests need a Chromium. On Debian as root it is installed; elsewhere one that is there is used;
# without any, those tests say that they are skipped, and why.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
	echo "Installing Chromium for the browser tests …"
	apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
exit 0
