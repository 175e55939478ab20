/** The bytes of leb.wasm in base64. Provided by the build. */
declare module "leb.wasm" {
  const base64: string;
  export default base64;
}
