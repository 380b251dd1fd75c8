// In place of the package's own way to mount styles, an element that a strict policy refuses: a sheet that is made by
// script, which no policy minds. The page has one editor at a time, whose modules these are, in their order.
import { StyleModule as Module } from "../node_modules/style-mod/src/style-mod.js";

const sheet = new CSSStyleSheet();

export class StyleModule extends Module {
  static mount(root, modules) {
    sheet.replaceSync([modules].flat().map((module) => module.getRules()).join("\n"));
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}
