// Every view at widths from 320 to 3,840 px: no control cut off or lying over another; axe, light and dark.
import AxeBuilder from "@axe-core/playwright";
import assert from "node:assert/strict";
import { test } from "node:test";
import { wrongControls } from "../controls.mjs";
import { tested } from "../page.mjs";
import { VIEWS } from "../views.mjs";

const it = tested();

async function come(view, theme = "light") {
  const { path, ready, act } = VIEWS[view];
  await it.page.goto("about:blank");
  await it.page.goto(`${it.site.url}?theme=${theme}${path}`);
  await it.page.waitForSelector(ready);
  await act?.(it.page);
}

for (const width of [320, 390, 768, 1024, 1440, 3840]) {
  test(`no control is cut off or lies over another on ${width} px`, async () => {
    await it.page.setViewportSize({ width, height: Math.max(640, Math.round(width * 0.6)) });
    for (const view of Object.keys(VIEWS)) {
      await come(view);
      assert.deepEqual(await it.page.evaluate(wrongControls), [], view);
    }
  });
}

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing on any view, ${theme}`, async () => {
    for (const view of Object.keys(VIEWS)) {
      await come(view, theme);
      const { violations } = await new AxeBuilder({ page: it.page }).analyze();
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
      assert.deepEqual(told, [], view);
    }
  });
}
