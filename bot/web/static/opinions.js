// Thumbs, and the form under a thumb down. What is kept is said by bot/web/objection.py, as HTML of the whole log;
// here is what happens under the hand: sending, focus, reading out, and that nothing typed is lost when the log is
// drawn or the page loaded anew. Runs behind chat.js.
window.tiaoli.opinions = ((trigger, tiaoli) => {
  const DRAFTS = "tiaoli.drafts";
  const SENDING = "tiaoli.sending"; // Gradio loads the page anew when a lost connection is back
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const later = (action) => setTimeout(action, 0); // after Gradio has drawn
  const drafts = new Map(Object.entries(JSON.parse(sessionStorage.getItem(DRAFTS) || "{}"))); // by entry
  let request = null; // what a button asks for, until Gradio fetches it
  let sent = null; // what is on its way: place, and which thumb or that it is the form
  let slow = 0; // the timer of what takes too long: of a lost connection Gradio says nothing

  function store() {
    sessionStorage.setItem(DRAFTS, JSON.stringify(Object.fromEntries(drafts)));
  }

  function write(form) {
    const { comment, right } = form.elements;
    drafts.set(form.dataset.entry, { comment: comment.value, right: right.value });
    store();
    count(form);
  }

  function count(form) {
    const shown = form.querySelector(".count span");
    const length = String([...form.elements.comment.value].length);
    if (shown.textContent !== length) shown.textContent = length;
  }

  function open(form, wanted) {
    form.hidden = !wanted;
    form.parentElement.querySelector(".opener").hidden = wanted;
  }

  // The log was drawn: a form that was being filled in is so again.
  function drawn() {
    for (const form of all("#chat .objection")) {
      if (!form.hidden && !drafts.has(form.dataset.entry)) write(form);
      const draft = drafts.get(form.dataset.entry);
      if (!draft) continue;
      if (form.elements.comment.value !== draft.comment) form.elements.comment.value = draft.comment;
      if (form.elements.right.value !== draft.right) form.elements.right.value = draft.right;
      open(form, true);
      count(form);
    }
  }

  function enter(form) {
    // On a telephone the keyboard would cover what is to be read first.
    const target = matchMedia("(pointer: coarse)").matches ? form : form.elements.comment;
    target.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }

  function leave(form) {
    drafts.delete(form.dataset.entry);
    store();
    form.reset();
    open(form, false);
    form.parentElement.querySelector(".object").focus();
    tiaoli.hear(words.dropped);
  }

  // On its way; nothing else is sent meanwhile.
  function go(what, event) {
    request = what;
    sent = what;
    sessionStorage.setItem(SENDING, "yes");
    slow = setTimeout(failed, 5000);
    trigger(event);
  }

  function failed() {
    settle();
    sent = null;
    tiaoli.failure(words.unsaved);
  }

  function settle() {
    clearTimeout(slow);
    sessionStorage.removeItem(SENDING);
    for (const form of all("#chat .sending")) form.classList.remove("sending");
  }

  function send(form) {
    if (sent) return;
    write(form);
    const { comment, right } = form.elements;
    const place = Number(form.closest(".exchange").dataset.place);
    form.classList.add("sending");
    go({ place, comment: comment.value, right: right.value }, "apply");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#chat button");
    if (!button) return;
    const exchange = button.closest(".exchange");
    if (button.dataset.liked && !sent) {
      go({ place: Number(exchange.dataset.place), liked: button.dataset.liked === "yes" }, "like");
    }
    if (button.classList.contains("object")) {
      const form = exchange.querySelector(".objection");
      open(form, true);
      write(form);
      enter(form);
    }
    if (button.classList.contains("drop")) leave(button.form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#chat .objection")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("#chat .objection");
    if (form) write(form);
  });
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest("#chat .objection");
    if (form) leave(form);
  });
  new MutationObserver(drawn).observe(find("#chat"), { childList: true, subtree: true });
  later(() => {
    drawn();
    if (sessionStorage.getItem(SENDING)) failed();
  });

  return {
    thumb(talk) {
      const { place, liked } = request;
      request = null;
      tiaoli.failure("");
      return [place, liked, talk];
    },
    tell(talk) {
      const { place, comment, right } = request;
      request = null;
      tiaoli.failure("");
      return [place, comment, right, talk];
    },
    // Kept, or said why not: what there is to be read is gone to or read out.
    kept() {
      later(() => {
        settle();
        tiaoli.failure("");
        const was = sent;
        sent = null;
        const exchange = was && find(`#chat .exchange[data-place="${was.place}"]`);
        if (!exchange) return;
        const known = all("#chat .objection").map((form) => form.dataset.entry);
        for (const entry of drafts.keys()) if (!known.includes(entry)) drafts.delete(entry);
        store();
        drawn();
        const form = exchange.querySelector(".objection:not([hidden])");
        const wrong = form && form.querySelector("[aria-invalid]");
        const problem = (form && form.querySelector(".error")) || find("#hint");
        const noted = exchange.querySelector(".noted");
        if (problem.textContent.trim()) {
          if (form) (wrong || form).focus();
          else exchange.querySelector(`.thumb[data-liked=${was.liked ? "yes" : "no"}]`).focus();
          tiaoli.hear(problem.textContent);
        } else if (form) {
          enter(form);
          tiaoli.hear(words.noted);
        } else if ("liked" in was) {
          exchange.querySelector(`.thumb[data-liked=${was.liked ? "yes" : "no"}]`).focus();
          tiaoli.hear(noted ? noted.textContent : words.takenBack);
        } else {
          noted.focus();
          tiaoli.hear(noted.textContent);
        }
      });
    },
    failed,
  };
})(trigger, window.tiaoli);
