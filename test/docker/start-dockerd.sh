#!/bin/sh
# Starts a Docker Engine of our own for tests: its data, socket and pid live in one folder, nothing of the machine's own
# Docker is touched, and no iptables or network to the outside is needed. Prints the DOCKER_HOST to use.
#   test/docker/start-dockerd.sh start FOLDER    (again: prints the running one)
#   test/docker/start-dockerd.sh stop FOLDER
# FOLDER must be on a disk with room and have a short path (a socket's path may have 107 characters).
set -eu

action=${1:?start or stop} folder=${2:?a folder for its data}
socket="$folder/docker.sock"

ours() { # the recorded pid may belong to somebody else by now
  pid=$(cat "$folder/dockerd.pid" 2>/dev/null) && grep -qs "$folder/data" "/proc/$pid/cmdline"
}
answers() { # by Node, since the docker command is a package of its own on some systems
  node -e 'const fail = () => process.exit(1);
    require("node:http").get({ socketPath: process.argv[1], path: "/_ping", timeout: 2000 }, (r) => process.exit(r.statusCode === 200 ? 0 : 1))
      .on("error", fail).on("timeout", fail)' "$socket"
}

start() {
  if ours && answers; then echo "unix://$socket"; return; fi
  command -v dockerd >/dev/null || { echo 'no dockerd on the PATH (Debian: apt-get install docker.io)' >&2; exit 1; }
  [ "$(id -u)" = 0 ] || { echo 'dockerd has to be started by root' >&2; exit 1; }
  mkdir -p "$folder"
  rm -f "$folder/dockerd.pid"
  # No bridge: it would be the docker0 of the machine's own Docker. The containers of the tests talk to nobody.
  setsid dockerd --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
    --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/dockerd.pid" --host "unix://$socket" \
    >"$folder/dockerd.log" 2>&1 </dev/null &
  for _ in $(seq 1 150); do
    if answers; then echo "unix://$socket"; return; fi
    sleep 0.2
  done
  echo "dockerd did not answer within 30 s; the end of its log:" >&2
  tail -n 20 "$folder/dockerd.log" >&2
  stop
  exit 1
}

stop() {
  ours || return 0
  pid=$(cat "$folder/dockerd.pid")
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 1 100); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  kill -9 "$pid" 2>/dev/null || true
  # dockerd mounts its data onto itself; one that was killed leaves that mount, and the folder could not be removed.
  while umount "$folder/data" 2>/dev/null; do :; done
}

case $action in
start | stop) "$action" ;;
*) echo "start or stop, not $action" >&2; exit 2 ;;
esac
