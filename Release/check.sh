#!/usr/bin/env bash
# Checks the archives that Release/archive.sh made, in DIRECTORY (dist if not given): that they run
# on a Debian 12 on which nothing is installed, and that install.sh installs them from a server.
#
#   Release/check.sh [DIRECTORY]
#
# Needs root, debootstrap and python3.
set -euo pipefail
cd "$(dirname "$0")/.."
dist=$(cd "${1:-dist}" && pwd)
work=$(mktemp -d)
server=
mounted=
finish() {
    [ -z "$server" ] || kill "$server"
    [ -z "$mounted" ] || umount "$mounted"
    rm -rf --one-file-system "$work"
}
trap finish EXIT

archive=$(ls "$dist"/senc-[0-9]*.tar.gz)
limit=$((60 * 1000 * 1000))
size=$(stat -c %s "$archive")
echo "archive: $(basename "$archive"), $size bytes"
[ "$size" -le $limit ] || { echo "over $limit bytes" >&2; exit 1; }

echo "== a bare Debian 12"
debootstrap --variant=minbase bookworm "$work/root" >"$work/log" 2>&1 ||
    { tail -n 20 "$work/log" >&2; exit 1; }
tar -xzf "$archive" -C "$work/root/opt"
name=$(basename "$archive" .tar.gz)
tar -xzf "$dist/senc-server-${name#senc-}.tar.gz" -C "$work/root/opt/$name" --strip-components=1
# Swift reads the command line there.
mount -t proc proc "$work/root/proc"
mounted=$work/root/proc
senc=/opt/$name/bin/senc
cat >"$work/root/root/notes.txt" <<'TEXT'
El gato duerme en el tejado.
La lluvia golpea la ventana.
The train leaves at nine.
TEXT
inside=(chroot "$work/root" /usr/bin/env -i HOME=/root unshare --net)
start=$(date +%s%N)
"${inside[@]}" "$senc" encode "La lluvia golpea la ventana." | cut -c 1-60
first=$("${inside[@]}" "$senc" search "It is raining" --in /root/notes.txt --top 1)
echo "$first"
took=$((($(date +%s%N) - start) / 1000000))
echo "first vector and first search: $took ms"
[ "$took" -lt 10000 ] || exit 1
case $first in *"La lluvia golpea la ventana."*) ;; *) echo "another answer was expected" >&2; exit 1 ;; esac
"${inside[@]}" "$senc" inspect | head -n 3
"${inside[@]}" "$senc" serve --socket /root/server 2>"$work/serving" &
server=$!
until [ -S "$work/root/root/server" ]; do
    kill -0 $server || { cat "$work/serving" >&2; exit 1; }
    sleep 0.1
done
python3 - "$work/root/root/server" <<'PYTHON'
import http.client, json, socket, sys

connection = http.client.HTTPConnection("localhost")
connection.sock = socket.socket(socket.AF_UNIX)
connection.sock.connect(sys.argv[1])
connection.request("POST", "/v1/embeddings", json.dumps({"input": "La lluvia golpea la ventana."}))
print("served:", json.load(connection.getresponse())["data"][0]["embedding"][:4])
PYTHON
kill $server
wait $server
server=
echo "needs at least $(objdump -T "$work/root$senc" "$work/root$senc-server" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)"
echo "libraries: $(objdump -p "$work/root$senc" "$work/root$senc-server" | sed -n 's/^ *NEEDED *//p' | sort -u | xargs)"

echo "== install.sh"
: >"$work/server"
python3 -u -m http.server --bind 127.0.0.1 --directory "$dist" 0 >"$work/server" 2>&1 &
server=$!
until port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$work/server") && [ -n "$port" ]; do sleep 0.1; done
place=http://127.0.0.1:$port
PREFIX=$work/prefix sh Release/install.sh "$place" server all-MiniLM-L6-v2
[ -x "$work/prefix/bin/senc-server" ]
(
    cd "$work"
    prefix/bin/senc encode --model all-MiniLM-L6-v2 "It is raining." | cut -c 1-60
    prefix/bin/senc models
)
# Another installation leaves the files that a program has mapped as they are.
model=$work/prefix/share/senc/Weights/multilingual-e5-small/scores.json
ln "$model" "$work/mapped"
PREFIX=$work/prefix sh Release/install.sh "$place" >/dev/null
[ ! "$model" -ef "$work/mapped" ] || { echo "install.sh writes into files in use" >&2; exit 1; }
# What was tampered with is not installed.
mkdir "$work/tampered"
cp "$dist"/* "$work/tampered"
printf 'x' >>"$work/tampered/$(basename "$archive")"
if PREFIX=$work/other sh Release/install.sh "$work/tampered" 2>"$work/message"; then
    echo "an archive of another checksum was installed" >&2
    exit 1
fi
cat "$work/message"
[ ! -e "$work/other/bin/senc" ]
echo "== the archives are good"
