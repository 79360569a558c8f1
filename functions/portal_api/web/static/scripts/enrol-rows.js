// The table of the people: what was found of each, to be unticked, decided or mended.
import { askApi, byId, news, say } from "./enrol-words.js";
import { findTwins, isReady, keepState, nameOf, obstacle, ready, state } from "./enrol-state.js";

const TONES = { matched: "good", new: "info", ambiguous: "warn", unreadable: "bad", archived: "warn", forbidden: "warn", unknown_contact: "warn" };
const lines = new Map();
let changedBy = () => {};
export const onRows = (act) => { changedBy = act; };

function why(row, found) {
  if (found === "unreadable") return [say(`fault-${row.fault}`), row.raw && say("why-unreadable", { line: row.raw })].filter(Boolean).join(" ");
  if (found === "new" && row.guessed) return say("why-guessed");
  return say(`why-${found}`);
}

function paint(row) {
  const line = lines.get(row.id), part = (name) => line.querySelector(`[data-${name}]`), name = nameOf(row) || row.email || say("nameless", { line: row.line });
  const found = obstacle(row) ?? row.outcome;
  part("name").textContent = nameOf(row) || (row.outcome === "unreadable" ? say("nameless", { line: row.line }) : "");
  part("email").textContent = row.email ?? "";
  part("on").checked = isReady(row);
  part("on").disabled = Boolean(obstacle(row));
  part("on").setAttribute("aria-label", say("tick", { name }));
  part("badge").textContent = say(found === "forbidden" ? "new" : found);
  part("badge").className = `badge ${TONES[found] ?? ""}`;
  part("why").textContent = why(row, found);
  part("mend").setAttribute("aria-label", say("mend", { name }));
  part("mend").hidden = !["new", "unreadable", "ambiguous", "forbidden"].includes(found) || !part("edit").hidden;
  const choice = part("candidates");
  choice.hidden = row.outcome !== "ambiguous";
  if (choice.hidden || choice.options.length) return;
  choice.setAttribute("aria-label", say("who", { name }));
  choice.add(new Option(say("choose"), ""));
  for (const one of row.candidates) choice.add(new Option([nameOf(one), one.email, one.archived && say("archived")].filter(Boolean).join(" · "), one.id));
  choice.add(new Option(say("somebody-new"), "new"));
}

function decide(row, choice) {
  const chosen = row.candidates.find((one) => one.id === choice);
  if (choice === "new") row.outcome = "new";
  else if (chosen) Object.assign(row, { outcome: "matched", contact_id: chosen.id, first_name: chosen.first_name, last_name: chosen.last_name, email: chosen.email, archived: chosen.archived });
}

function edit(row, open) {
  const line = lines.get(row.id), part = (name) => line.querySelector(`[data-${name}]`);
  part("edit").hidden = !open;
  part("wrong").hidden = true;
  if (open) {
    const address = row.raw.match(/[^\s<>,;]+@[^\s<>,;]*/)?.[0] ?? "", [first, ...last] = row.raw.replace(address, "").replace(/[<>,;]/g, " ").trim().split(/\s+/);
    [part("first").value, part("last").value, part("mail").value] = [row.first_name ?? first, row.last_name ?? (row.first_name ? "" : last.join(" ")), row.email ?? address];
    part("mend").hidden = true;
    return part("first").focus();
  }
  paint(row);
  (part("mend").hidden ? part("on") : part("mend")).focus();
}

// What was mended is looked up as if it had been pasted: the address may be somebody's who is known.
async function mend(row) {
  const line = lines.get(row.id), part = (name) => line.querySelector(`[data-${name}]`), typed = (name) => part(name).value.trim();
  const wrong = (text) => { part("wrong").textContent = text; part("wrong").hidden = false; news(text); };
  const [first, last, email] = [typed("first"), typed("last"), typed("mail")];
  if (!first) return wrong(say("first-missing")), part("first").focus();
  const person = { line: Math.max(1, row.line), name: last ? `${last}, ${first}` : first, ...(email && { email }) };
  let found;
  try {
    [found] = (await askApi("POST", "/contacts/matches", { people: [person] })).results;
  } catch (refused) {
    return wrong(refused.detail);
  }
  if (found.fault) return wrong(say(`fault-${found.fault}`)), part(found.fault === "email" ? "mail" : "first").focus();
  const plain = found.outcome === "new" ? { first_name: first, last_name: last || null } : {};
  part("candidates").replaceChildren();
  Object.assign(row, { contact_id: null, archived: false, candidates: [], standing: null }, found, plain, { on: true, guessed: false, line: row.line });
  edit(row, false);
  changedBy();
}

function made(row) {
  const line = byId("row").content.firstElementChild.cloneNode(true), part = (name) => line.querySelector(`[data-${name}]`);
  part("on").addEventListener("change", (event) => { row.on = event.target.checked; changedBy(); });
  part("candidates").addEventListener("change", (event) => { decide(row, event.target.value); changedBy(); part("on").focus(); });
  part("mend").addEventListener("click", () => edit(row, true));
  part("cancel").addEventListener("click", () => edit(row, false));
  part("done").addEventListener("click", () => mend(row));
  part("edit").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(), mend(row);
    if (event.key === "Escape") edit(row, false);
  });
  lines.set(row.id, line);
  return line;
}

export const openRow = (row, text) => {
  edit(row, true);
  const wrong = lines.get(row.id).querySelector("[data-wrong]");
  wrong.textContent = text;
  wrong.hidden = false;
};

export function showRows() {
  findTwins();
  const body = byId("rows");
  for (const [id, line] of lines) if (!state.rows.some((row) => row.id === id)) line.remove(), lines.delete(id);
  if (!lines.size) body.replaceChildren();
  for (const row of state.rows) {
    if (!lines.has(row.id)) body.append(made(row));
    paint(row);
  }
  const all = state.rows.length, n = ready().length, open = state.rows.filter((row) => ["ambiguous", "unreadable"].includes(row.outcome)).length;
  byId("table").hidden = byId("clear").hidden = !all;
  byId("count").textContent = all ? [say("counted", { n: all, ready: n }, all), open && say("open", { n: open }, open)].filter(Boolean).join(" ") : say("nobody");
  keepState();
}
