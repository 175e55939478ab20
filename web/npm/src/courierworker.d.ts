/** The text of the worker, as the build has minified it. */
declare const text: string;
export default text;
