#!/bin/bash
# Builds the leb.wasm that ships, with TinyGo. README.md explains the steps.
#
#	web/wasm/build.sh [-o dist/leb.wasm] [-v version]
#
# Does nothing if the file exists and was built from the same inputs. All
# intermediate files, and wasm_exec.js, are in dist/.tinygo.
set -eu -o pipefail
cd "$(dirname "$0")/../.."

out=dist/leb.wasm
version=$(sed -n 's/^ *"version": "\(.*\)",/\1/p' web/npm/package.json)
while getopts o:v: option; do
	case $option in
	o) out=$OPTARG ;;
	v) version=$OPTARG ;;
	*) exit 2 ;;
	esac
done

here=$PWD/web/wasm
work=$PWD/dist/.tinygo
sources=(main_wasm.go go.mod go.sum signal bridge)

# Prints a fingerprint of all inputs and of the output.
fingerprint() {
	find "${sources[@]}" web/wasm -type f ! -path 'web/wasm/test/*' ! -name '*_test.go' ! -name '*.md' -exec sha256sum {} + | sort
	echo "$version"
	go version
	installed_tinygo
	sha256sum "$out" 2>&1 || true
}

# Prints the version of the TinyGo on PATH, if it fits tinygo/root.
installed_tinygo() {
	command -v tinygo >/dev/null || return 0
	tinygo version | sed -n 's/^tinygo version \(0\.42\.[0-9]*\) .*/\1/p'
}

install_packages() {
	local missing=()
	for package in "$@"; do
		dpkg-query -Wf '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
	done
	[ ${#missing[@]} = 0 ] && return
	local sudo
	sudo=$([ "$(id -u)" = 0 ] || echo sudo)
	$sudo apt-get update
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# Makes a GOROOT of links to the real one, except for some packages.
make_goroot() {
	local real root=$work/goroot
	real=$(go env GOROOT)
	mkdir -p "$root"/src/{encoding,internal,syscall}
	ln -s "$real"/* "$root" 2>/dev/null || true # src is there
	for folder in src src/encoding src/internal src/syscall; do
		ln -s "$real/$folder"/* "$root/$folder" 2>/dev/null || true
	done
	rm "$root"/src/{context,errors,fmt,strconv,strings,time,unicode,encoding/json,internal/godebug,syscall/js}
	cp -r "$here"/slim/std/* "$root/src"
	# unicode loses its maps from names to tables, which TinyGo cannot drop.
	cp -rL --no-preserve=mode "$real/src/unicode" "$root/src"
	sed -i '/^var [A-Za-z]* = map\[/,/^}/d' "$root/src/unicode/tables.go"
	# syscall/js: what Call, Invoke and New throw is a panic only outside of a fence. See tinygo/js/fence.go.
	cp -rL --no-preserve=mode "$real/src/syscall/js" "$root/src/syscall"
	cp "$here/tinygo/js/fence.go" "$root/src/syscall/js"
	sed -i '/^\tres, ok := value/,/^\treturn/ { /^\tif !ok {$/,/^\t}$/c\	if !ok { return caught(makeValue(res)) }
	}' "$root/src/syscall/js/js.go"
	[ "$(grep -c 'return caught' "$root/src/syscall/js/js.go")" = 3 ]
}

# Makes a copy of this module that uses the stand-ins for pion's modules.
make_source() {
	local source=$work/source
	mkdir -p "$source"
	cp -r "${sources[@]}" "$source"
	for module in datachannel dtls/v2 ice/v2 interceptor logging rtp sdp/v3; do
		(cd "$source" && go mod edit -replace "github.com/pion/$module=$here/slim/${module%/*}")
	done
}

# Makes a TINYGOROOT: TinyGo's library with the files of tinygo/root and the
# changes of root.patch. The patch registers TinyGo's real collector under the
# name "leaking", for which the compiler does not track pointers on the stack.
# It also removes the collector's call from the allocator; the scheduler calls it
# while all goroutines are suspended. See gc_idle.go.
make_root() {
	local module root=$work/root
	module=$(cd "$here/tinygo" && go mod download github.com/tinygo-org/tinygo && go list -m -f '{{.Dir}}' github.com/tinygo-org/tinygo)
	mkdir -p "$root"
	cp -r --no-preserve=mode "$module"/{src,targets} "$root"
	rm "$root"/src/runtime/{arch_tinygowasm_malloc,gc_leaking,gc_finalizer_sched}.go
	sed -i "/^\/\/export f[a-z]*imumf*$/d" "$root/src/runtime/float.go" # functions for a C library
	cp -r "$here"/tinygo/root/* "$root"
	cp "$here/slim/std/unicode/utf8/utf8.go" "$root/src/unicode/utf8" # TinyGo has one of its own
	patch --silent --strip=1 --fuzz=0 --directory="$root" <"$here/tinygo/root.patch"
	cp "$root/targets/wasm_exec.js" "$work"
}

compile() {
	local binary=$work/compiled.wasm target=$work/root/targets/lebplayer.json
	export GOROOT=$work/goroot TINYGOROOT=$work/root WASMOPT=$work/wasmopt
	if [ -n "$(installed_tinygo)" ]; then
		(cd "$work/source" && tinygo build -o "$binary" -target "$target" -opt z -panic trap -no-debug \
			-ldflags "-X main.version=$version" .)
	else
		"$work/tinygo" -C "$work/source" -o "$binary" -target "$target" -version "$version"
	fi
	mkdir -p "$(dirname "$out")"
	local features=(--enable-bulk-memory --enable-mutable-globals --enable-nontrapping-float-to-int --enable-sign-ext)
	wasm-opt "${features[@]}" -Oz --converge --strip-debug --strip-producers --strip-target-features -S -o "$work/optimized.wat" "$binary"
	"$work/order" <"$work/optimized.wat" >"$work/ordered.wat"
	wasm-as "${features[@]}" -o "$out" "$work/ordered.wat"
}

if [ -f "$out" ] && fingerprint | cmp -s - "$work/fingerprint"; then exit; fi
if [ -n "$(installed_tinygo)" ]; then
	install_packages binaryen patch
else
	install_packages binaryen clang-19 g++ libclang-19-dev lld-19 llvm-19-dev patch
	mkdir -p "$work"
	(cd "$here/tinygo" && go build -tags llvm19 -o "$work/tinygo" .)
fi
rm -rf "$work"/{goroot,root,source}
mkdir -p "$work"
(cd "$here/tinygo" && go build -o "$work/wasmopt" ./wasmopt)
go build -o "$work/order" ./web/wasm/order
make_goroot
make_source
make_root
(compile)
fingerprint >"$work/fingerprint"
