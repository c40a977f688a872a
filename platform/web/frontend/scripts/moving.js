// Dragging in the plan: a shift that is dropped on another day fills in and sends the page's form, which is that of
// the page “another time”. So what is asked, said and undone is the same with the mouse and with the keyboard.

const form = document.querySelector("form[data-move-form]");

/** Send a shift to another time; false where the page lets nobody move anything. */
export function sendMove(address, day, start, end) {
  if (!form) return false;
  form.action = address;
  Object.entries({ day, start, end }).forEach(([name, value]) => (form.elements[name].value = value));
  form.requestSubmit();
  return true;
}

let carried = null;

if (form) {
  for (const shift of document.querySelectorAll(".rn-plan [data-move]")) {
    shift.draggable = true;
    shift.addEventListener("dragstart", (event) => {
      carried = shift;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      shift.classList.add("is-carried");
    });
    shift.addEventListener("dragend", () => {
      carried = null;
      shift.classList.remove("is-carried");
      for (const day of document.querySelectorAll(".rn-plan .is-over")) day.classList.remove("is-over");
    });
  }
  // The columns lie under the shifts, so the day is found by where the pointer is.
  const plan = document.querySelector(".rn-plan");
  const columns = [...(plan?.querySelectorAll(".rn-plan__col") ?? [])];
  const days = [...(plan?.querySelectorAll("[data-day]") ?? [])];
  const under = (event) => {
    const found = columns.findIndex((column) => {
      const box = column.getBoundingClientRect();
      return box.width && event.clientX >= box.left && event.clientX < box.right;
    });
    return found < 0 ? null : { column: columns[found], day: days[found].dataset.day };
  };
  plan?.addEventListener("dragover", (event) => {
    const here = carried && under(event);
    for (const column of columns) column.classList.toggle("is-over", column === here?.column);
    if (here) event.preventDefault();
  });
  plan?.addEventListener("drop", (event) => {
    const here = carried && under(event);
    if (!here) return;
    event.preventDefault();
    if (carried.closest("[data-day]")?.dataset.day === here.day) return;
    sendMove(carried.dataset.move, here.day, carried.dataset.start, carried.dataset.end);
  });
}
