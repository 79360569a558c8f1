// The editor of an access profile: the draft is kept in this tab, compared with what counts now before it is published,
// and goes along in the address when somebody looks through it.
const form = document.getElementById("profile"), dialog = document.getElementById("publish");
const KEPT = `portico.draft ${location.pathname}`, word = (name) => document.getElementById("words").dataset[name];
const fields = () => [...form.elements].filter((one) => one.name && one.name !== "version");
const said = () => JSON.stringify(fields().map((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value)));
const asStored = JSON.stringify(fields().map((one) => (one.type === "radio" || one.type === "checkbox" ? one.defaultChecked : one.defaultValue)));

function grants() {
  const modules = {};
  for (const place of form.querySelectorAll("[data-module]")) {
    const of = (name) => `modules.${place.dataset.module}.${name}`, value = (name) => form.elements[of(name)];
    const own = [...place.querySelectorAll("input")];
    modules[place.dataset.module] = {
      visible: value("visible").checked,
      order: Number(value("order").value),
      records: value("records").value,
      actions: own.filter((one) => one.name === of("actions") && one.checked).map((one) => one.value),
      fields: Object.fromEntries(own.filter((one) => one.name.startsWith(of("fields.")) && one.checked).map((one) => [one.name.slice(of("fields.").length), one.value])),
    };
  }
  return modules;
}

// The draft as the page that looks through it takes it.
function inAddress() {
  const named = (all, access) => Object.keys(all).filter((name) => all[name] === access).join(",");
  return Object.entries(grants()).filter(([, one]) => one.visible)
    .map(([name, one]) => [name, one.order, one.records, one.actions.join(","), named(one.fields, "read"), named(one.fields, "edit")].join(":")).join(";");
}

function noticed() {
  const draft = said() !== asStored;
  if (draft) sessionStorage.setItem(KEPT, JSON.stringify({ person: document.body.dataset.person, said: said() }));
  else sessionStorage.removeItem(KEPT);
  document.getElementById("draft-note").hidden = !draft || !dialog;
  const link = document.querySelector("[data-view-as]");
  if (link) link.search = draft ? new URLSearchParams({ draft: inAddress() }) : "";
}

function putBack() {
  let kept;
  try { kept = JSON.parse(sessionStorage.getItem(KEPT)); } catch { return; }
  if (kept?.person !== document.body.dataset.person) return;
  const values = JSON.parse(kept.said), all = fields();
  if (values.length !== all.length) return; // other modules than then
  all.forEach((one, at) => (typeof values[at] === "boolean" ? (one.checked = values[at]) : (one.value = values[at])));
}

function tell(text) {
  const summary = form.querySelector(".summary");
  summary.textContent = text;
  summary.hidden = false;
  summary.focus();
}

async function compare() {
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang, "Content-Type": "application/json", "Portico-View": "partner" };
  let answer;
  try {
    answer = await fetch(form.dataset.differences, { method: "POST", headers, body: JSON.stringify({ modules: grants() }) });
  } catch {
    return tell(word("offline"));
  }
  // What can't be compared can't be published either: the refusal of that is shown where it belongs.
  if (answer.status === 422 || answer.status === 401) return form.requestSubmit(dialog.querySelector("[data-publishes]"));
  if (!answer.ok) return tell((await answer.json().catch(() => ({}))).detail ?? word("failed"));
  const { items } = await answer.json(), list = document.getElementById("differences");
  list.replaceChildren(...items.map(({ text }) => Object.assign(document.createElement("li"), { textContent: text })));
  document.getElementById("no-differences").hidden = items.length > 0;
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  if (event.target !== form || !dialog) return;
  if (event.submitter && "publishes" in event.submitter.dataset) return dialog.close();
  if (!form.elements.name.value.trim()) return; // refused at its field before anything is sent
  event.preventDefault();
  event.stopImmediatePropagation();
  compare();
}, true);
form.addEventListener("input", noticed);
form.addEventListener("portico:done", () => sessionStorage.removeItem(KEPT));
document.addEventListener("click", ({ target }) => {
  const all = target.closest?.("[data-sets]");
  if (!all) return;
  for (const row of all.closest("table").tBodies[0].rows) {
    const radios = [...row.querySelectorAll("input")];
    (radios.find((one) => one.value === all.dataset.sets) ?? radios.find((one) => one.value === "read")).checked = true;
  }
  noticed();
});
document.getElementById("discard-draft").addEventListener("click", () => { sessionStorage.removeItem(KEPT); form.reset(); noticed(); });
putBack();
noticed();
