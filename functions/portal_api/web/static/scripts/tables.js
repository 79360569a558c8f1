// Picking rows of a table: all of the page, some, none; a bar says how many and what can be done with them.
const boxes = (region) => [...region.querySelectorAll("[data-pick]")];
const region = (element) => element?.closest?.("[data-picks]");

// The ids picked in the table an element stands in, null when it stands in none.
export const picked = (element) => (region(element) ? boxes(region(element)).filter((one) => one.checked).map((one) => one.value) : null);

function count(place) {
  const all = boxes(place), chosen = all.filter((one) => one.checked).length;
  const whole = place.querySelector("[data-pick-all]"), bar = place.querySelector("[data-bulk]");
  whole.checked = chosen > 0 && chosen === all.length;
  whole.indeterminate = chosen > 0 && chosen < all.length;
  bar.hidden = !chosen;
  bar.querySelector("[data-picked]").textContent = chosen;
  for (const one of all) one.closest("tr").toggleAttribute("data-chosen", one.checked);
}

export function onPick(event) {
  const { target } = event, place = region(target);
  if (!place || !target.matches("[data-pick], [data-pick-all]")) return;
  if (target.matches("[data-pick-all]")) for (const one of boxes(place)) one.checked = target.checked;
  count(place);
}

export function onUnpick(event) {
  const button = event.target.closest?.("[data-unpick]");
  if (!button) return;
  const place = region(button);
  for (const one of boxes(place)) one.checked = false;
  count(place);
  place.querySelector("[data-pick-all]").focus();
}
