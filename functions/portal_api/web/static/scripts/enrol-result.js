// What became of each, and the way back for a quarter of an hour.
import { language, number } from "./words.js";
import { askApi, byId, credits, news, paying, root, say } from "./enrol-words.js";
import { keepState, nameOf, state } from "./enrol-state.js";

const MINUTES = 15, AFTER_TONES = { enrolled: "good", withdrawn: "", insufficient_credits: "bad", unknown_contact: "warn" };
const shown = new Map();
let closing;

export function keepResult(said) {
  const people = new Map(state.rows.filter((row) => row.contact_id).map((row) => [row.contact_id, row]));
  const results = said.results.map((one) => {
    const row = people.get(one.contact_id) ?? {};
    return { ...one, name: nameOf(row) || one.contact_id, email: row.email ?? "", key: crypto.randomUUID() };
  });
  state.result = { results, cost: said.cost, after: said.balance_after, at: Date.now(), course: state.course };
  Object.assign(state, { rows: [], text: "", making: null });
  keepState();
}

const inState = (outcome) => state.result.results.filter((one) => one.outcome === outcome);

// How many are enrolled and what that cost, less what was undone.
function head() {
  const { results, cost, after } = state.result, n = inState("enrolled").length;
  const returned = results.reduce((sum, one) => sum + (one.returned ?? 0), 0);
  byId("result-title").textContent = n ? say("done", { n }, n) : say(inState("withdrawn").length ? "withdrawn" : "nobody-done");
  byId("result-sum").textContent = paying ? say("paid", { credits: credits(cost - returned), after: number(after ?? 0) }) : "";
}

export function showResult() {
  const { results, at, course } = state.result, end = at + MINUTES * 60000, open = inState("enrolled").length > 0 && Date.now() < end;
  root.hidden = true;
  byId("result").hidden = false;
  head();
  byId("list").href = `${root.dataset.base}/enrollments?course_id=${course}`;
  byId("outcomes").replaceChildren(...results.map(line));
  byId("undo").textContent = say("undo-all");
  const time = new Date(end).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", timeZone: root.dataset.zone });
  byId("until").textContent = open ? say("until", { time }) : "";
  offer(open);
  clearTimeout(closing);
  if (open) closing = setTimeout(() => { offer(false); byId("until").textContent = ""; }, end - Date.now());
}

function offer(open) {
  byId("undo").hidden = !open || !state.result.results.some((one) => one.outcome === "enrolled");
  for (const [one, made] of shown) made.querySelector("[data-undo]").hidden = !open || one.outcome !== "enrolled";
}

function line(one) {
  const made = byId("outcome").content.firstElementChild.cloneNode(true);
  shown.set(one, made);
  const link = made.querySelector("[data-name]");
  link.textContent = one.name;
  link.href = one.enrollment_id ? `${root.dataset.base}/enrollments/${one.enrollment_id}` : `${root.dataset.base}/contacts/${one.contact_id}`;
  made.querySelector("[data-email]").textContent = one.email;
  const undo = made.querySelector("[data-undo]");
  undo.setAttribute("aria-label", say("undo-one", { name: one.name }));
  undo.addEventListener("click", async () => { await undoOne(one); byId("result").focus(); });
  paintOutcome(one);
  return made;
}

function paintOutcome(one, why = "") {
  const made = shown.get(one), badge = made.querySelector("[data-badge]"), paid = made.querySelector("[data-credits]");
  badge.textContent = say(one.outcome);
  badge.className = `badge ${AFTER_TONES[one.outcome] ?? ""}`;
  made.querySelector("[data-why]").textContent = why || (one.outcome === "withdrawn" && paying ? say("undone", { n: one.returned }) : "");
  if (paid) paid.textContent = number(one.cost);
  made.querySelector("[data-undo]").hidden = one.outcome !== "enrolled";
}

// Undoing is withdrawing: what would come back is asked first, and less than all is never given up unasked.
async function undoOne(one) {
  const path = `/enrollments/${one.enrollment_id}/withdrawal`, button = shown.get(one).querySelector("[data-undo]");
  if (one.outcome !== "enrolled" || button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  try {
    if ((await askApi("POST", `${path}?dry_run=true`)).refund < one.cost) throw { detail: say("opened") };
    const { refund, balance_after } = await askApi("POST", path, undefined, one.key);
    Object.assign(one, { outcome: "withdrawn", returned: refund });
    state.result.after = balance_after;
    paintOutcome(one);
    head();
    news(`${one.name}: ${say("withdrawn")}. ${paying ? say("undone", { n: refund }) : ""}`);
  } catch (refused) {
    paintOutcome(one, refused.detail);
    news(`${one.name}: ${refused.detail}`);
  }
  button.ariaDisabled = "false";
  keepState();
}

export async function undoAll() {
  const button = byId("undo"), all = state.result.results.filter((one) => one.outcome === "enrolled");
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  for (const [at, one] of all.entries()) {
    button.textContent = say("undone-so-far", { n: at, all: all.length });
    await undoOne(one);
  }
  button.ariaDisabled = "false";
  showResult();
  news(say("undone-so-far", { n: all.filter((one) => one.outcome === "withdrawn").length, all: all.length }));
  byId("result").focus();
}
