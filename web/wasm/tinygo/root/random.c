// The one thing that TinyGo's runtime wants of a C library here: a seed for its maps.

__attribute__((import_module("wasi_snapshot_preview1"), import_name("random_get")))
int random_get(void *bytes, unsigned long length);

unsigned arc4random(void) {
	unsigned bits;
	random_get(&bits, sizeof bits);
	return bits;
}
