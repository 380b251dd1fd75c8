// A scenario inside a page, in <script type="text/ipc">: there nothing is an escape, and `</script` ends the text wherever
// it stands. So a backslash is put after the `<` of what would end it or, as `<!--`, may hide its end; one more where there
// are some already.

const ENDS = /<(\\*)(?=\/script|!--)/gi;

/** As it is to stand in the page. */
export const escaped = (text) => text.replace(ENDS, "<\\$1");

/** As it was. */
export const unescaped = (text) => text.replace(ENDS, (whole, slashes) => `<${slashes.slice(1)}`);
