// Who is on the list, kept in this tab until they are enrolled, so that a reload loses nothing.
import { here } from "./words.js";
import { root } from "./enrol-words.js";

const PLACE = `portico.enrol ${document.body.dataset.person} ${here()}`;
const kept = (() => { try { return JSON.parse(sessionStorage.getItem(PLACE)); } catch { return null; } })();
const fresh = () => ({ course: null, organization: null, text: "", rows: [], making: null, result: null });
export const state = { ...fresh(), ...kept };
export const wasKept = Boolean(kept);

export const keepState = () => sessionStorage.setItem(PLACE, JSON.stringify(state));
export function forgetState() {
  Object.assign(state, fresh());
  sessionStorage.removeItem(PLACE);
}

const bare = { line: 0, raw: "", first_name: null, last_name: null, email: null, guessed: false, contact_id: null, archived: false, candidates: [], fault: null, on: true, standing: null };
export const addRow = (said) => state.rows.push({ ...bare, ...said, id: crypto.randomUUID() });

export const nameOf = (row) => [row.first_name, row.last_name].filter(Boolean).join(" ");

// Why somebody is not enrolled, null when nothing stands in the way.
export function obstacle(row) {
  if (["duplicate", "ambiguous", "unreadable"].includes(row.outcome)) return row.outcome;
  if (row.outcome === "new" && !("mayAdd" in root.dataset)) return "forbidden";
  if (row.archived) return "archived";
  if (row.twin) return "duplicate";
  return row.standing;
}
export const isReady = (row) => row.on && !obstacle(row);
export const ready = () => state.rows.filter(isReady);

// The same person twice counts once, wherever they came from.
export function findTwins() {
  const seen = new Set();
  for (const row of state.rows) {
    const who = row.contact_id ?? (row.outcome === "new" ? row.email : null);
    row.twin = Boolean(who) && seen.has(who);
    if (who) seen.add(who);
  }
}
