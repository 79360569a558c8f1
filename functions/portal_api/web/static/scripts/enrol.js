// The enrolling page: reads what is pasted, makes the records that are missing, and sends the one command that pays.
import { askApi, byId, news, paying, root, say } from "./enrol-words.js";
import { addRow, forgetState, keepState, ready, state, wasKept } from "./enrol-state.js";
import { onRows, openRow, showRows } from "./enrol-rows.js";
import { ask, inParts, keepFirst, label, price, wish } from "./enrol-price.js";
import { keepResult, showResult, undoAll } from "./enrol-result.js";

const A_CALL = 100, LINES = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

function wrongText(text) {
  byId("text-error").textContent = text;
  byId("text-error").hidden = !text;
  byId("text").ariaInvalid = text ? "true" : null;
  if (text) byId("text").focus();
}

async function readList(submitter) {
  const text = byId("text").value;
  wrongText("");
  if (!text.trim()) return wrongText(say("paste"));
  submitter.ariaDisabled = "true";
  try {
    const { results } = await askApi("POST", "/contacts/matches", { text });
    if (!results.length) return wrongText(say("none-found"));
    if (state.rows.length + results.length > Number(root.dataset.most)) return wrongText(say("too-many", { n: Number(root.dataset.most) }));
    const raw = text.split(LINES);
    for (const one of results) addRow({ ...one, raw: raw[one.line - 1]?.trim() ?? "" });
    byId("text").value = state.text = "";
    await ask();
    news(byId("count").textContent);
    byId("look").scrollIntoView({ block: "nearest" });
    byId("rows").querySelector("input:not(:disabled), select:not([hidden]), button:not([hidden])")?.focus();
  } catch (refused) {
    wrongText(refused.errors?.[0]?.detail ?? refused.detail);
  } finally {
    submitter.ariaDisabled = "false";
  }
}

// Records for those who are new, a hundred a call; a call cut off is sent again as it was, under the same key.
async function makeMissing() {
  for (;;) {
    const fresh = ready().filter((row) => !row.contact_id).slice(0, A_CALL);
    if (!fresh.length) return;
    const people = fresh.map(({ first_name, last_name, email }) => ({ first_name, ...(last_name && { last_name }), ...(email && { email }) }));
    const body = { people, ...(state.organization && { organization_id: state.organization }) };
    if (JSON.stringify(state.making?.body) !== JSON.stringify(body)) state.making = { key: crypto.randomUUID(), body };
    keepState();
    try {
      const { results } = await askApi("POST", "/contacts/batches", body, state.making.key);
      for (const one of results) Object.assign(fresh[one.place], { contact_id: one.contact_id, outcome: "matched", guessed: false });
    } catch (refused) {
      const place = /^\/people\/(\d+)/.exec(refused.errors?.[0]?.path ?? "");
      if (place) openRow(fresh[place[1]], refused.errors[0].detail);
      throw refused;
    }
    state.making = null;
    keepState();
  }
}

const form = byId("form"), fields = form?.elements, pay = form?.querySelector("button[type=submit]");
let underWay = Boolean(fields?.contact_ids.value), sending = false;

// While a command has no final answer its price stands.
function goes(yes) {
  underWay = yes;
  byId("again").hidden = yes;
}

function fillIn() {
  const people = ready();
  fields.course_id.value = state.course;
  fields.organization_id.value = state.organization ?? "";
  fields.contact_ids.value = JSON.stringify(people.map((row) => row.contact_id));
  fields.mode.value = inParts(people.length) ? "partial" : "all_or_nothing";
  fields.expected_cost.value = price.each;
  goes(true);
}

// Before the form is sent as any other: records for the new, then the command as it stands. Whatever is under way and
// has no final answer is sent again unchanged.
async function prepare(event) {
  if (sending || underWay) return void (sending = false);
  if (pay.ariaDisabled !== "true" && ready().every((row) => row.contact_id)) return fillIn();
  event.preventDefault();
  event.stopPropagation();
  if (pay.ariaDisabled === "true") return;
  pay.ariaDisabled = "true";
  pay.textContent = say("working");
  try {
    await makeMissing();
    showRows();
    fillIn();
    sending = true;
  } catch (refused) {
    byId("refusal").textContent = refused.errors?.[0]?.detail ?? refused.detail;
    byId("refusal").hidden = false;
    news(byId("refusal").textContent);
    showRows();
  }
  pay.ariaDisabled = "false";
  pay.textContent = label(price.people.length);
  if (!sending) return;
  byId("refusal").hidden = true;
  setTimeout(() => form.requestSubmit(pay)); // later: a form that is being submitted cannot be submitted
}

function over() {
  goes(false);
  fields.contact_ids.value = "";
}

function refused({ detail: said }) {
  over();
  if (said.code === "price-changed") byId("course").selectedOptions[0].dataset.cost = said.cost;
  if (said.code === "batch-too-large") state.inParts = true;
  if (said.code === "insufficient-credits") wish(said.required - said.available), ask(true);
  else if (["price-changed", "batch-refused", "batch-too-large"].includes(said.code)) ask();
}

// A long list of which nobody could be paid for was refused too, and stays.
async function enrolled(event) {
  const { results } = event.detail, any = (outcome) => results.some((one) => one.outcome === outcome);
  event.preventDefault();
  over();
  if (paying && any("insufficient_credits") && !any("enrolled")) {
    await ask();
    byId("refusal").textContent = `${say("nobody-done")}. ${say("told")}`;
    byId("refusal").hidden = false;
    return byId("refusal").focus();
  }
  keepResult(event.detail);
  showResult();
  byId("result").focus();
  news(byId("result-title").textContent);
}

function changed() {
  const refusal = form.querySelector(".summary");
  if (underWay) over();
  if (refusal) refusal.hidden = true;
  state.course = byId("course").value;
  state.organization = byId("organization")?.value || null;
  return ask();
}

async function begin() {
  if (state.result) return showResult();
  if (wasKept) {
    if (state.course !== null) byId("course").value = state.course;
    if (byId("organization")) byId("organization").value = state.organization ?? "";
    byId("text").value ||= state.text; // what was typed on a slow line stays
  } else for (const one of JSON.parse(root.dataset.picked)) addRow({ ...one, outcome: "matched" });
  showRows();
  if (!underWay) return changed();
  goes(true);
  byId("nothing").hidden = true;
  byId("told").hidden = false;
  const n = JSON.parse(fields.contact_ids.value).length;
  price.total = n * Number(fields.expected_cost.value);
  pay.textContent = label(n);
}

if (root) {
  onRows(changed);
  byId("paste").addEventListener("submit", (event) => { event.preventDefault(); readList(event.submitter ?? byId("paste").querySelector("button")); });
  byId("text").addEventListener("input", () => { state.text = byId("text").value; keepState(); });
  byId("course").addEventListener("change", changed);
  byId("organization")?.addEventListener("change", changed);
  byId("fewer").addEventListener("click", () => { keepFirst(Number(byId("fewer").dataset.keep)); changed().then(() => pay.focus()); });
  byId("again").addEventListener("click", changed);
  byId("clear").addEventListener("click", () => { state.rows = []; changed(); byId("text").focus(); });
  form.addEventListener("submit", prepare);
  form.addEventListener("portico:refused", refused);
  form.addEventListener("portico:done", enrolled);
  byId("undo").addEventListener("click", undoAll);
  byId("more").addEventListener("click", () => { forgetState(); location.assign(location.pathname); });
  begin();
}
// The views of the header, which other pages fetch with htmx.
document.querySelector("[popovertarget=views-menu]")?.addEventListener("click", async () => {
  const there = new DOMParser().parseFromString(await (await fetch("/views")).text(), "text/html").getElementById("views");
  if (there) document.getElementById("views-menu-list").replaceChildren(...there.childNodes);
}, { once: true });
