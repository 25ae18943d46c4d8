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
