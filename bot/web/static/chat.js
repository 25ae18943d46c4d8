// The chat page under the hand. What is said and answered comes from bot/web/chat.py, as HTML of the whole log;
// here is what happens from the moment of asking until it is there, and afterwards: waiting, focus, reading out.
// It runs when Gradio has put the log (`js_on_load` of gr.HTML), with `trigger`, which sends the log's events.
window.tiaoli = ((trigger) => {
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const box = () => find("#question textarea");
  const coarse = () => matchMedia("(pointer: coarse)").matches;
  const later = (action) => setTimeout(action, 0); // after Gradio has drawn
  let request = null; // what a button of the log asks for, until Gradio fetches it
  let editing = -1; // the exchange that the box rewrites
  let asked = null; // what is being answered
  let count = 0; // of what was asked
  let cleared = null; // the talk before it was cleared
  let slow = 0; // the timer of a question that takes too long
  let open = () => {};
  // What was said before is shown first: what is asked sooner waits for it, or it would be drawn over.
  const ready = new Promise((resolve) => { open = resolve; });
  const ASKING = "tiaoli.asking"; // Gradio loads the page anew when a lost connection is back

  function setBox(text) {
    const area = box();
    if (!area || area.value === text) return;
    // Gradio holds the value: it hears of ours as of what a person types.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function hear(text) {
    const heard = find("#pending .heard");
    heard.textContent = "";
    later(() => { heard.textContent = text; });
  }

  function failure(text) {
    const line = find("#editing .failure");
    line.hidden = !text;
    line.textContent = text;
  }

  function setEditing(place, said = "") {
    editing = place;
    const line = find("#editing .editing");
    line.hidden = place < 0;
    line.querySelector("span").textContent = place < 0 ? "" : worded(words.editing, { number: place + 1 });
    if (place >= 0) {
      setBox(said);
      box().focus();
      box().setSelectionRange(said.length, said.length);
    }
  }

  function wait(said, place) {
    document.body.classList.add("waiting-for-answer");
    for (const exchange of all("#chat .exchange")) {
      if (place >= 0 && Number(exchange.dataset.place) >= place) exchange.classList.add("leaving");
    }
    const waiting = find("#pending .waiting");
    waiting.querySelector(".said").textContent = said;
    waiting.querySelector(".late").hidden = true;
    waiting.hidden = false;
    waiting.scrollIntoView({ block: "nearest" });
    hear(words.busy);
    slow = setTimeout(() => { waiting.querySelector(".late").hidden = false; }, 5000);
  }

  function done() {
    clearTimeout(slow);
    sessionStorage.removeItem(ASKING);
    document.body.classList.remove("waiting-for-answer");
    find("#pending .waiting").hidden = true;
    for (const exchange of all("#chat .leaving")) exchange.classList.remove("leaving");
    const was = asked;
    asked = null;
    return was;
  }

  // Nothing is lost of what was typed.
  function giveBack(was) {
    if (!was || !was.typed) return;
    setBox(was.said);
    if (was.place >= 0) setEditing(was.place, was.said);
    box().focus();
  }

  function show(exchange, focus) {
    exchange.scrollIntoView({ block: "start" }); // a long answer is read from its beginning
    if (focus) exchange.focus({ preventScroll: true });
  }

  function last() {
    return all("#chat .exchange").pop();
  }

  function ask(said, place) {
    if (asked) return;
    request = { said, place };
    trigger("submit");
  }

  function clicked(event) {
    const button = event.target.closest("#chat button");
    if (!button || button.classList.contains("copy")) return;
    const exchange = button.closest(".exchange");
    const place = exchange ? Number(exchange.dataset.place) : -1;
    if (button.dataset.ask) ask(button.dataset.ask, -1);
    if (button.classList.contains("retry")) ask(exchange.querySelector(".edit").dataset.said, place);
    if (button.classList.contains("edit")) setEditing(place, button.dataset.said);
    if (button.classList.contains("export")) trigger("download");
    if (button.classList.contains("clear")) trigger("clear");
  }

  document.addEventListener("click", clicked);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#stop") && asked) {
      giveBack(done());
      hear(words.stopped);
    }
    if (event.target.closest("#editing .cancel")) {
      setEditing(-1);
      setBox("");
      box().focus();
    }
    if (event.target.closest("#hint .undo")) trigger("undo");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.target.closest("#chat .objection")) return;
    if (asked) find("#stop").click();
    else if (editing >= 0) find("#editing .cancel").click();
  });
  // A closed card is printed open.
  window.addEventListener("beforeprint", () => all("#chat details").forEach((one) => { one.open = true; }));

  document.documentElement.lang = words.language;
  setTimeout(open, 5000);
  later(() => { if (box() && !coarse()) box().focus({ preventScroll: true }); });

  return {
    hear,
    failure,
    // Gradio is about to ask: gives it what to ask, and shows that it is being looked up.
    async begin(said, talk) {
      asked = request || { said: said || "", place: editing, typed: true };
      asked.number = ++count;
      request = null;
      failure("");
      if (asked.said.trim()) wait(asked.said, asked.place);
      if (asked.typed) {
        setBox("");
        setEditing(-1);
        if (coarse()) box().blur(); // the keyboard would cover the answer
      }
      cleared = null;
      sessionStorage.setItem(ASKING, JSON.stringify(asked));
      const { said: words, place, number } = asked;
      await ready;
      return [words, place, number, talk];
    },
    // The answer as log, talk and hint; what is shown now stays if it is not the one waited for.
    take(answered, now) {
      if (!asked || !answered || answered.number !== asked.number) return now;
      later(() => {
        const was = done();
        if (!was) return;
        if (find("#hint").textContent.trim()) {
          giveBack(was);
          return;
        }
        const exchange = last();
        if (!exchange) return;
        show(exchange, !was.typed);
        hear(words.answered + exchange.dataset.first);
      });
      return answered.shown;
    },
    failed() {
      later(() => {
        const was = done();
        giveBack(was);
        failure(words.failed + (was && was.typed ? words.kept : ""));
      });
    },
    forget(talk) {
      cleared = talk;
      setEditing(-1);
      later(() => box().focus());
      return [talk];
    },
    forgotten() {
      const talk = cleared;
      cleared = null;
      return [talk];
    },
    restored() {
      later(() => {
        open();
        const exchange = last();
        if (exchange && !asked) show(exchange, false);
        const lost = sessionStorage.getItem(ASKING);
        if (!lost || asked) return;
        setBox(JSON.parse(lost).said);
        failure(words.lost);
      });
    },
    // A file made here: the server writes none.
    save(text) {
      const link = document.createElement("a");
      const now = new Date();
      const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
      link.download = `${words.file}-${day}.md`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      hear(words.exported);
    },
  };
})(trigger);
