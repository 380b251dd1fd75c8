// Every view of the page: how it is come to, and when it is there. The sheet and the tests of looks go through all of them.

/** Opens a tab and waits for what it shows. */
const inSight = (selector) => (page) => page.locator(selector).first().scrollIntoViewIfNeeded();

export const VIEWS = {
  front: { path: "", ready: "[data-testid=card]" },
  // Event 26 is the producer's first block.
  player: { path: "&ex=buffer-bounded&step=26", ready: "[data-process=Producer]" },
  ended: { path: "&ex=buffer-bounded&step=56", ready: "[data-process=Producer]", act: inSight("[data-testid=end-state]") },
  inspect: {
    path: "&ex=buffer-bounded&step=26",
    ready: "[data-process=Producer]",
    act: (page) => page.locator("[data-process=Producer] .name").first().click(),
  },
  waitfor: { path: "&ex=dining-philosophers&step=9999&view=waitfor", ready: "#view .drawing", act: inSight("#view") },
  spacetime: { path: "&ex=ping-pong&step=9999&view=spacetime", ready: "#view .drawing", act: inSight("#view") },
  charts: { path: "&ex=buffer-bounded&step=56&view=charts", ready: "#view .drawing", act: inSight("#view") },
  events: { path: "&ex=buffer-bounded&step=26&view=events", ready: "#view [role=grid]", act: inSight("#view") },
  explore: {
    path: "&ex=lost-update&schedule=0,1,0,0,0,0,0,0,0&step=8&view=explore",
    ready: "[data-testid=explore]",
    act: async (page) => {
      await page.getByTestId("explore").click();
      await page.waitForSelector("[data-testid=outcomes]");
      await inSight("#view")(page);
    },
  },
  editor: {
    path: "&ex=buffer-bounded",
    ready: "[data-process=Producer]",
    act: async (page) => {
      await page.getByTestId("edit").click();
      await page.waitForSelector(".cm-editor");
      await inSight(".editing")(page);
    },
  },
  share: {
    path: "&ex=buffer-bounded&step=26",
    ready: "[data-process=Producer]",
    act: async (page) => {
      await page.getByTestId("share").click();
      await page.waitForSelector("dialog.share[open]");
      // Folded where there is little room.
      const frame = page.frameLocator("dialog.share iframe");
      if (await page.locator("dialog.share details[open]").count()) await frame.locator("[data-process=Producer]").first().waitFor();
    },
  },
  help: { path: "&ex=buffer-bounded", ready: "[data-process=Producer]", act: (page) => page.keyboard.press("?") },
  deadlock: { path: "&ex=dining-philosophers&step=9999", ready: "[data-process]" },
  hosts: { path: "&ex=lossy-network&step=60", ready: "[data-process]" },
  embed: { path: "&ex=buffer-bounded&step=26&embed=1", ready: ".player canvas" },
};
