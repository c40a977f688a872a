// The board of applications: a card can be dragged to another column. Dropping it fills in and sends the form
// that stands on the card, which does the same for keyboards and without script.

let carried = null;

function choiceFor(card, stage) {
  return [...(card.querySelector("select[name=to]")?.options ?? [])].find((one) => one.value === stage.dataset.stage);
}

for (const card of document.querySelectorAll("[data-board] [data-card]")) {
  if (!card.querySelector("select[name=to]")) continue;
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    carried = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    card.classList.add("is-carried");
  });
  card.addEventListener("dragend", () => {
    carried = null;
    card.classList.remove("is-carried");
    for (const stage of document.querySelectorAll(".is-over")) stage.classList.remove("is-over");
  });
}

for (const stage of document.querySelectorAll("[data-board] [data-stage]")) {
  stage.addEventListener("dragover", (event) => {
    if (!carried || !choiceFor(carried, stage)) return;
    event.preventDefault();
    stage.classList.add("is-over");
  });
  stage.addEventListener("dragleave", () => stage.classList.remove("is-over"));
  stage.addEventListener("drop", (event) => {
    const choice = carried && choiceFor(carried, stage);
    if (!choice) return;
    event.preventDefault();
    choice.selected = true;
    carried.querySelector("form").requestSubmit();
  });
}
