document.documentElement.classList.add("scripted");

// What the scripts say, in the language of the page.
window.words = JSON.parse(document.getElementById("words").textContent);
window.worded = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// The other language of the page as it is now: its address may have changed since it was fetched.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.language");
  if (link) link.search = new URLSearchParams({ next: location.pathname + location.search + location.hash });
}, true);

// Copy and print buttons of every page: one listener, the text to be copied stands in data-copy.
document.addEventListener("click", async (event) => {
  if (event.target.closest("button.print")) window.print();
  const button = event.target.closest("button.copy");
  if (!button) return;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // Without a secure context there is no clipboard API: select and copy the old way.
    const area = document.createElement("textarea");
    area.value = button.dataset.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = words.copied;
  setTimeout(() => { button.textContent = label; }, 1500);
});
