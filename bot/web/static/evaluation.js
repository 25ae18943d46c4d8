// The page of a run that goes on: how far it has come, asked for every second, until it has ended.
const EVERY = 1000;
const box = document.getElementById("progress"), live = document.getElementById("live");
let told = "";

async function look() {
  try {
    const response = await fetch(box.dataset.address);
    // Signed out, deleted: the page itself says what is the matter.
    if (response.redirected || response.status === 401 || response.status === 403 || response.status === 404) return location.reload();
    if (!response.ok) throw new Error(response.status);
    const fragment = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".progress");
    if (fragment.dataset.state !== "running") return location.reload();
    box.replaceChildren(fragment);
    tell(fragment);
  } catch {
    say(words.halted);
  }
  setTimeout(look, EVERY);
}

// Read out at every tenth of the way, not every second.
function tell(fragment) {
  const bar = fragment.querySelector("progress[value]");
  const tenth = bar ? `${Math.floor((10 * bar.value) / bar.max)}` : "";
  if (tenth !== told) live.textContent = fragment.querySelector(".count").textContent;
  told = tenth;
}

function say(text) {
  if (box.querySelector(".away")) return;
  box.append(Object.assign(document.createElement("p"), { className: "problem away", textContent: text }));
}

document.documentElement.classList.add("scripted");
setTimeout(look, EVERY);
