// Beside a constant that is a written number, time or size: two buttons that step it, in its unit.
import { StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { constants } from "./constants.js";

const WRITTEN = /^(-?\d+)(us|ms|s|B|KB|MB)?$/;

/** What a value becomes that is stepped by 1 or -1; null where that would be below 0, or is no written value. */
export function stepped(value, by) {
  const [, digits, unit = ""] = WRITTEN.exec(value) ?? [];
  if (!digits || (by < 0 && BigInt(digits) <= 0n)) return null;
  return `${BigInt(digits) + BigInt(by)}${unit}`;
}

class Stepper extends WidgetType {
  constructor(name, canFall) {
    super();
    Object.assign(this, { name, canFall });
  }
  eq(other) {
    return other.name === this.name && other.canFall === this.canFall;
  }
  toDOM(view) {
    const place = document.createElement("span");
    place.className = "cm-stepper";
    const button = (by, words) => {
      const made = Object.assign(document.createElement("button"), { type: "button" });
      made.setAttribute("aria-label", `${this.name}: ${words}`);
      made.dataset.by = by;
      if (by < 0 && !this.canFall) made.setAttribute("aria-disabled", "true");
      // The caret stays where it is, unless somebody goes to the button by keys.
      made.onmousedown = (event) => event.preventDefault();
      made.onclick = () => step(view, this.name, by);
      return made;
    };
    place.append(button(-1, "decrease"), button(1, "increase"));
    return place;
  }
  ignoreEvent() {
    return true;
  }
}

/** Steps the constant; who has pressed a button by keys stays on it. */
function step(view, name, by) {
  const constant = constants(view.state.doc.toString()).find((one) => one.name === name);
  const insert = constant && stepped(constant.value, by);
  if (!insert) return;
  const { activeElement } = view.root;
  const label = view.contentDOM !== activeElement && view.contentDOM.contains(activeElement) && activeElement.getAttribute("aria-label");
  view.dispatch({ changes: { from: constant.from, to: constant.to, insert }, userEvent: "input.step" });
  if (label) view.contentDOM.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.focus();
}

function beside({ doc, readOnly }) {
  if (readOnly) return Decoration.none;
  const found = constants(doc.toString()).filter(({ value }) => WRITTEN.test(value));
  const widget = ({ name, value }) => Decoration.widget({ widget: new Stepper(name, stepped(value, -1) !== null), side: 1 });
  return Decoration.set(found.map((one) => widget(one).range(one.to)));
}

export const steppers = StateField.define({
  create: beside,
  update: (found, change) => (change.docChanged ? beside(change.state) : found),
  provide: (field) => EditorView.decorations.from(field),
});
