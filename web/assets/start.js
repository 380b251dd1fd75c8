// Says so where the page can't start: too old a browser, or a file that did not arrive.
addEventListener("error", tell, true);
addEventListener("unhandledrejection", tell);

function tell(event) {
  const boot = document.getElementById("boot");
  if (!boot) return;
  const reason = event.reason?.message ?? event.message ?? "a part of the page did not arrive";
  boot.textContent = `ipcscope could not start: ${reason}. Reload the page; it needs a browser of 2023 or newer.`;
  boot.setAttribute("role", "alert");
}
