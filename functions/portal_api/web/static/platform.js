// What the platform's forms need beyond the parts: rows with a price each, the credits a new partner starts with (their
// own command, under a key of their own, that outlives a reload), and whose admin somebody becomes.
const OPENING = "portico.opening";
const byId = (id) => document.getElementById(id);
const person = () => document.body.dataset.person;

// courses or partners that were ticked, each with its cost where one was typed
const priced = (ids, costs, name) => ids.map((id) => ({ [name]: id, ...(costs?.[id] !== undefined && { enrollment_cost: costs[id] }) }));

let opening = null;
document.addEventListener("portico:collect", ({ target, detail: { body } }) => {
  const costs = body.cost;
  delete body.cost;
  if (target.id === "new-partner") {
    opening = body.opening?.credits === undefined ? null : body.opening;
    delete body.opening;
    if (body.courses) body.courses = priced(body.courses, costs, "course_id");
  }
  if (target.id === "new-course") {
    body.assignment = body.all_partners ? { all_partners: true } : { partners: priced(body.partners ?? [], costs, "partner_id") };
    delete body.all_partners;
    delete body.partners;
  }
});

function showOpening(told) {
  const form = byId("opening-credits"), place = byId("opening"), there = `/platform/partners/${told.id}`;
  form.dataset.send = `POST /v1/partners/${told.id}/wallet/top-ups`;
  form.dataset.then = there;
  for (const name of ["credits", "reason", "reference"]) form.elements[name].value = told[name] ?? "";
  place.querySelector("[data-fill=name]").textContent = told.name;
  const leave = place.querySelector("[data-leaves-opening]");
  leave.href = there;
  leave.addEventListener("click", () => sessionStorage.removeItem(OPENING));
  byId("new-partner").hidden = true;
  place.hidden = false;
  place.focus();
  return form;
}

document.addEventListener("portico:done", (event) => {
  const { target, detail } = event;
  if (target.id === "opening-credits") sessionStorage.removeItem(OPENING);
  if (target.id !== "new-partner" || !opening) return;
  event.preventDefault();
  const told = { id: detail.id, name: detail.name, person: person(), ...opening };
  sessionStorage.setItem(OPENING, JSON.stringify(told));
  showOpening(told).requestSubmit();
});

// a reason is needed as soon as there are credits
const credits = byId("new-partner")?.elements["opening.credits"];
const needsReason = () => (credits.form.elements["opening.reason"].required = credits.value.trim() !== "");
credits?.addEventListener("input", needsReason);
if (credits) {
  needsReason();
  const before = JSON.parse(sessionStorage.getItem(OPENING));
  if (before?.person === person()) showOpening(before);
}

// an admin of the partner that is named; with none named of the platform
const place = byId("new-admin")?.elements.partner_id;
const aim = () => (place.form.dataset.send = place.value ? "POST /v1/partners/{partner_id}/admins" : "POST /v1/platform/admins");
place?.addEventListener("change", aim);
if (place) aim();

// the list of partners counts only while not all have the course
const choice = byId("new-course")?.elements.all_partners;
const choose = () => (byId("chosen-partners").hidden = choice.value === "true");
if (choice) {
  for (const one of choice) one.addEventListener("change", choose);
  choose();
}
