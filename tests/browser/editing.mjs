// The editor, as tests use it. What it shows is in `.cm-content`; what the page knows of it is in the text area behind.

/** The text in the editor of a page or frame. */
export const written = (where) => where.getByTestId("editor").inputValue();

/** What takes keys, once it is there. */
export async function pen(where) {
  const content = where.locator(".cm-content");
  await content.waitFor();
  return content;
}

/** Puts `text` in place of all that is in the editor, as pasting it does: what the browser inserts by itself has styles of its own. */
export async function write(where, text) {
  const content = await pen(where);
  await content.press("Control+a");
  if (text === "") return content.press("Delete");
  await content.evaluate((content, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
