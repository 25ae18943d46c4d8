"use strict";
(() => {
  const form = document.getElementById("filters");
  const questions = [...document.querySelectorAll(".question")];
  const keys = ["state", "set", "tags", "expected", "got"];
  const searched = questions.map((question) => question.querySelector("summary").textContent.toLowerCase());

  // A crash has not passed either.
  const values = (question, key) =>
    key === "state" && question.dataset.state === "crash" ? ["crash", "failed"] : question.dataset[key].split("\n");

  const show = () => {
    const words = form.elements.words.value.trim().toLowerCase();
    const wanted = keys.filter((key) => form.elements[key].value);
    let count = 0;
    questions.forEach((question, place) => {
      const fits = wanted.every((key) => values(question, key).includes(form.elements[key].value)) && searched[place].includes(words);
      question.hidden = !fits;
      count += fits;
    });
    document.getElementById("count").textContent = `显示 ${count} 题，共 ${questions.length} 题`;
    document.getElementById("none").hidden = count > 0;
  };

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
