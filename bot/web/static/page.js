document.documentElement.classList.add("scripted");

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
  button.textContent = "已复制";
  setTimeout(() => { button.textContent = label; }, 1500);
});
