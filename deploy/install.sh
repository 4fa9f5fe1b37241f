#!/bin/sh
# Installs this bundle beside earlier versions, without internet: sh install.sh [folder]
# Makes <folder>/<version>/ and turns <folder>/current to it. Data and settings are never touched.
# Needs Python of the version in the bundle's name; nothing else. See deploy.zh.md.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-/opt/shuniu}
bundle=$(basename "$here")
version=$(ls "$here"/wheels | sed -n 's/^shuniu-\([^-]*\)-.*\.whl$/\1/p')
wanted=$(printf '%s' "$bundle" | sed -n 's/.*-cp3\([0-9]*\)$/3.\1/p')
python=${PYTHON:-python3}

fail() {
    echo "安装未进行 / not installed: $*" >&2
    exit 1
}

command -v "$python" >/dev/null || fail "没有 Python：apt install python3 / Python is missing"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ -z "$wanted" ] || [ "$found" = "$wanted" ] ||
    fail "此包用于 Python $wanted，本机为 $found；可用 PYTHON=/path/to/python$wanted 指定 / made for Python $wanted, here is $found"
[ -n "$version" ] || fail "包内没有 shuniu / the bundle holds no shuniu wheel"
(cd "$here" && sha256sum --quiet -c SHA256SUMS) || fail "文件校验不符，请重新传输 / files differ from SHA256SUMS, copy the bundle again"

target="$folder/$version"
part="$target.part"
rm -rf "$part"
mkdir -p "$part"
cp -r "$here/static" "$here/fonts" "$part/"
for file in "$here"/*.service "$here"/*.timer "$here"/*.sh "$here"/*.conf "$here/shuniu.env" "$here/deploy.zh.md" "$here/LICENSE"; do
    sed "s#/opt/shuniu#$folder#g" "$file" >"$part/$(basename "$file")"
done
# An environment does not move: it is made where it will stay.
[ ! -e "$target" ] || rm -rf "$target.old"
[ ! -e "$target" ] || mv "$target" "$target.old"
mv "$part" "$target"
"$python" -m venv --without-pip "$target/venv"
installer=$(ls "$here"/wheels/pip-*.whl)
inside() {
    "$target/venv/bin/python" "$installer/pip" install --quiet --no-index --find-links "$here/wheels" \
        --disable-pip-version-check --root-user-action=ignore --no-warn-script-location "$@"
}
inside --require-hashes -r "$here/base.txt"
inside --no-deps "$here"/wheels/shuniu-"$version"-*.whl
cat >"$target/manage" <<EOF
#!/bin/sh
# A command of Django's with the settings of the service: sudo -u shuniu $folder/current/manage <command>
set -eu
set -a
. "\${SHUNIU_ENV:-/etc/shuniu/shuniu.env}"
set +a
exec "$target/venv/bin/python" -m django "\$@"
EOF
chmod 755 "$target/manage" "$target"/*.sh
ln -sfn "$version" "$folder/current"
rm -rf "$target.old"
echo "已安装 / installed: $target"
echo "下一步见 / what to do next: $target/deploy.zh.md"
