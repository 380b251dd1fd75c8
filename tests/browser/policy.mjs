// The policy that the page is tested under: the one that docs/hosting.md tells people to send; and what browsers say of it.
import { readFileSync } from "node:fs";

const hosting = readFileSync(new URL("../../docs/hosting.md", import.meta.url), "utf8");

/** The value of the header. */
export const POLICY = /^Content-Security-Policy: (.+)$/m.exec(hosting)[1];

/**
 * Whether a file of the site is sent with it. These two are not: one file with everything inside has its scripts inside
 * too, and the package's example is a page of somebody else's, with its script in it.
 */
export const isOurs = (name) => !["ipcscope-single.html", "js/example.html"].includes(name);

/** Whether what a browser writes to its console is about a policy. */
const isAboutPolicy = (text) => /content security policy|trusted ?types?\b|trusted(HTML|Script|ScriptURL)|refused to (load|execute|apply|evaluate|connect|create|frame)|securitypolicyviolation/i.test(text);

/** Notes down whatever any page or frame of a context does against a policy. */
export async function watchPolicy(context, violations) {
  context.on("console", (message) => isAboutPolicy(message.text()) && violations.push(message.text()));
  context.on("weberror", (error) => isAboutPolicy(String(error.error())) && violations.push(String(error.error())));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample, sourceFile, lineNumber }) =>
      console.error(`securitypolicyviolation: ${effectiveDirective} ${blockedURI} ${sample} ${sourceFile}:${lineNumber}`));
  });
}
