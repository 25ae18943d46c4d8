// The look-up page: results while somebody types, everything by keyboard, recent look-ups kept in this browser alone.
const WAIT = 150, READ = 2500, KEPT = 8, RECENT = "tiaoli.lookups";
const form = document.querySelector("form.lookup"), box = form.elements.q;
const found = document.getElementById("found"), live = document.getElementById("live"), tree = document.querySelector(".tree");
const FIELDS = ["q", "chapter", "who", "speech"];
let opened = new URLSearchParams(location.search).get("open") || "";
let timer = 0, reading = 0, running = null, pending = null;

const hits = () => [...found.querySelectorAll(".hit")];
const linkOf = (hit) => hit.querySelector(".name");
const editable = (element) => element.matches("input, textarea, select");
const narrow = () => !matchMedia("(min-width: 900px)").matches;

function query() {
  const given = FIELDS.map((name) => [name, form.elements[name].value.trim()]);
  return new URLSearchParams([...given, ["open", opened]].filter(([, value]) => value)).toString();
}

// Replaces what was found; `push` makes a step of the browser's history. Never raises.
async function load(push = false) {
  clearTimeout(timer);
  timer = 0;
  running?.abort();
  const own = (running = new AbortController());
  const wanted = query();
  found.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(`/lookup/results?${wanted}`, { signal: own.signal });
    const html = await response.text();
    if (!html.includes("data-state")) throw new Error(response.status);
    found.innerHTML = html;
  } catch (error) {
    if (error.name === "AbortError") return;
    const told = Object.assign(document.createElement("p"), { id: "count", className: "count down", textContent: words.unreachable });
    found.replaceChildren(told);
  }
  if (own !== running) return;
  found.removeAttribute("aria-busy");
  const address = wanted ? `/lookup?${wanted}` : "/lookup";
  if (address !== location.pathname + location.search) history[push ? "pushState" : "replaceState"](null, "", address);
  live.textContent = document.getElementById("count")?.textContent || "";
  showRecent();
  toWanted();
  clearTimeout(reading);
  if (hits().length) reading = setTimeout(remember, READ);
}

// The opened article is scrolled to the paragraph that was wanted: beside the list only its own pane.
function toWanted() {
  const pane = document.getElementById("provision"), wanted = pane?.querySelector(".wanted");
  if (!wanted) return;
  if (narrow()) wanted.scrollIntoView({ block: "start" });
  else pane.scrollTop += wanted.getBoundingClientRect().top - pane.getBoundingClientRect().top - 12;
}

function later() {
  opened = "";
  clearTimeout(timer);
  timer = setTimeout(() => { pending = load(); }, WAIT);
}

// What was typed last, found at last.
async function settled() {
  if (timer) pending = load();
  await pending;
}

async function open(key, keepFocus = false) {
  opened = key;
  remember();
  await (pending = load(true));
  const pane = document.getElementById("provision");
  if (!pane) return;
  const wanted = pane.querySelector(".wanted");
  if (narrow()) {
    pane.focus({ preventScroll: true });
    if (!wanted) pane.scrollIntoView({ block: "start" });
  } else {
    const link = found.querySelector(`.hit[data-key="${key}"] .name`);
    if (keepFocus && link) link.focus({ preventScroll: true });
    else pane.focus({ preventScroll: true });
  }
  live.textContent = worded(words.opened, { name: pane.getAttribute("aria-label") });
}

async function clear() {
  for (const name of FIELDS) form.elements[name].value = "";
  opened = "";
  box.focus();
  await (pending = load());
}

// Recent look-ups: the newest first, each once. A browser that keeps nothing is no mistake.
function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT)) || [];
  } catch {
    return [];
  }
}

function keep(list) {
  try {
    localStorage.setItem(RECENT, JSON.stringify(list));
  } catch {}
}

function remember() {
  const q = box.value.trim();
  if (q) keep([q, ...recent().filter((other) => !q.startsWith(other))].slice(0, KEPT));
}

function showRecent() {
  const place = found.querySelector(".recent"), list = recent();
  if (!place || !list.length) return;
  place.querySelector("ul").replaceChildren(...list.map((q) => {
    const link = Object.assign(document.createElement("a"), { href: `/lookup?q=${encodeURIComponent(q)}`, textContent: q.length > 24 ? q.slice(0, 24) + "……" : q });
    link.dataset.query = q;
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  place.hidden = false;
}

function step(down) {
  const list = hits(), at = list.findIndex((hit) => hit.contains(document.activeElement));
  const next = at < 0 ? (down ? 0 : -1) : at + (down ? 1 : -1);
  if (next < 0) return box.focus();
  if (next < list.length) {
    linkOf(list[next]).focus({ preventScroll: true });
    list[next].scrollIntoView({ block: "nearest" });
  }
}

function copy() {
  const at = document.activeElement.closest(".hit, .item, .paragraph") || found.querySelector(".wanted");
  const button = at?.querySelector("button.copy") || found.querySelector(".pane .tools button.copy, .pane .paragraph button.copy");
  (button || found.querySelector(".hit button.copy"))?.click();
}

box.addEventListener("input", (event) => { if (!event.isComposing) later(); });
box.addEventListener("compositionend", later);
form.addEventListener("change", (event) => {
  if (event.target === box) return;
  opened = "";
  pending = load(true);
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (timer || found.querySelector(".count.down")) await (pending = load());
  await settled();
  const first = hits()[0];
  remember();
  if (first) await open(first.dataset.key, true);
});
form.querySelector(".clear").addEventListener("click", (event) => { event.preventDefault(); clear(); });

document.addEventListener("click", (event) => {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = target.closest("a[data-open], a[data-query], a[data-only], a[data-anywhere]");
  if (link) {
    event.preventDefault();
    const { open: key, query: typed, only } = link.dataset;
    if (link.classList.contains("close")) {
      opened = key;
      pending = load(true);
      pending.then(() => (hits()[0] ? linkOf(hits()[0]) : box).focus({ preventScroll: true }));
    } else if (key) {
      open(key, Boolean(link.closest(".hit")));
    } else {
      for (const name of FIELDS) if (only || typed || name !== "q") form.elements[name].value = "";
      if (typed) box.value = typed;
      if (only) form.elements.chapter.value = only;
      opened = "";
      pending = load(true);
      if (tree.open && narrow()) tree.open = false;
    }
    return;
  }
  const button = target.closest("button");
  if (button?.classList.contains("forget")) {
    keep([]);
    found.querySelector(".recent").hidden = true;
    box.focus();
  } else if (button?.classList.contains("copy")) {
    remember();
    live.textContent = worded(words.copiedText, { text: button.dataset.copy.slice(0, 40) });
  } else if (!button && target.closest(".hit") && !getSelection().toString()) {
    open(target.closest(".hit").dataset.key, true);
  }
});

// Before the listener that copies: the address to be sent to a colleague is the present one.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-link]");
  if (button) button.dataset.copy = location.href;
}, true);

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = editable(document.activeElement);
  if (event.key === "Escape") {
    event.preventDefault();
    clear();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "c" && !typing) {
    copy();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const at = document.activeElement, down = event.key === "ArrowDown";
    if (at === box ? down : at === document.body || at.closest(".hit")) {
      event.preventDefault();
      settled().then(() => step(down));
    }
  }
});

addEventListener("popstate", () => {
  const given = new URLSearchParams(location.search);
  for (const name of FIELDS) form.elements[name].value = given.get(name) || "";
  opened = given.get("open") || "";
  pending = load();
});

if (matchMedia("(min-width: 1240px)").matches) tree.open = true;
showRecent();
toWanted();
