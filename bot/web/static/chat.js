// Copy buttons of answers and citations: one listener for the whole page, the text stands in data-copy.
document.addEventListener("click", async (event) => {
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

// A new answer is read from its beginning: bring the question that it answers to the top of the chat.
const shown = new WeakSet();
new MutationObserver(() => {
  const questions = document.querySelectorAll("#chat .said");
  const last = questions[questions.length - 1];
  if (!last || shown.has(last)) return;
  shown.add(last);
  const log = last.closest('[role="log"]') || last.closest(".bubble-wrap");
  if (log) log.scrollTo({ top: last.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - 12 });
}).observe(document.documentElement, { childList: true, subtree: true });
