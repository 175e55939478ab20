/** Where leb.wasm is if the page does not say. The entry that the page has imported tells; of two, the bytes are taken. */
export const place: { url?: () => URL; bytes?: () => Uint8Array } = {};
