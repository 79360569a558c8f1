// What it costs, asked as a dry run whenever course or people change, and what the button therefore says.
import { number } from "./words.js";
import { askApi, byId, credits, news, paying, say } from "./enrol-words.js";
import { isReady, ready, state } from "./enrol-state.js";
import { showRows } from "./enrol-rows.js";

const AT_ONCE = 97;
export const price = { each: 0, total: 0, available: 0, people: [] };
// Whether so many are more than one write can hold.
export const inParts = (n) => n > AT_ONCE || Boolean(state.inParts);
let asked = 0;
const show = (name, value) => { const place = document.querySelector(`[data-sum-of="${name}"]`); if (place) place.textContent = value; };
const button = () => byId("form").querySelector("button[type=submit]");

function nothing(refusal = "") {
  byId("told").hidden = true;
  byId("nothing").hidden = Boolean(refusal);
  byId("short").hidden = byId("fewer").hidden = true;
  if (refusal) byId("told").hidden = false, byId("form").hidden = true;
  byId("refusal").textContent = refusal;
  byId("refusal").hidden = !refusal;
}

// refused: the shortage was just said, by the refusal itself.
export async function ask(refused = false) {
  const turn = ++asked, course = byId("course").selectedOptions[0];
  for (const row of state.rows) row.standing = null;
  const people = ready();
  if (!course?.value || !people.length) return showRows(), nothing();
  const known = people.filter((row) => row.contact_id);
  const batch = { course_id: course.value, contact_ids: known.map((row) => row.contact_id), mode: "partial", dry_run: true };
  if (state.organization) batch.organization_id = state.organization;
  byId("price").ariaBusy = "true";
  try {
    const [dry, wallet] = await Promise.all([
      known.length ? askApi("POST", "/enrollments/batches", batch) : { results: [], required: 0 },
      paying ? askApi("GET", "/wallet") : { available: 0 },
    ]);
    if (turn !== asked) return;
    tell(dry, wallet, Number(course.dataset.cost), refused);
  } catch (failed) {
    if (turn === asked && !refused) showRows(), nothing(failed.detail), news(failed.detail);
  } finally {
    if (turn === asked) byId("price").ariaBusy = "false";
  }
}

function tell(dry, wallet, listed, refused) {
  const outcomes = new Map(dry.results.map((one) => [one.contact_id, one.outcome]));
  for (const row of state.rows) {
    const outcome = outcomes.get(row.contact_id);
    row.standing = ["already_enrolled", "unknown_contact"].includes(outcome) ? outcome : null;
  }
  showRows();
  const people = ready(), seats = people.filter((row) => row.contact_id).length;
  price.each = seats ? dry.required / seats : listed;
  Object.assign(price, { people, total: price.each * people.length, available: wallet.available });
  if (!people.length) return nothing();
  const n = people.length, after = price.available - price.total, short = paying && after < 0;
  nothing();
  byId("nothing").hidden = true;
  byId("told").hidden = false;
  show("people", number(n));
  show("each", credits(price.each));
  show("price", credits(price.total));
  show("now", number(price.available));
  show("after", number(after));
  document.querySelector('[data-sum-of="after"]')?.classList.toggle("negative", short);
  byId("form").hidden = false;
  button().textContent = label(n);
  if (short) return tooDear(n, refused);
  news(paying ? say("priced", { n, credits: credits(price.total), after: number(after) }, n) : label(n));
}

export const label = (n) => (paying ? say("enrol", { n, credits: credits(price.total) }, n) : say("enrol-free", { n }, n));

// What is missing is said, and the button stays: who presses it is refused by the server, and the platform is told.
function tooDear(n, refused) {
  const fits = Math.floor(Math.max(0, price.available) / price.each), missing = price.total - price.available;
  const told = say("short", { required: price.total, available: price.available, missing });
  byId("short").querySelector("p").textContent = inParts(n) ? `${told} ${say("in-parts", { n: fits, all: n })}` : told;
  byId("short").hidden = refused;
  byId("fewer").hidden = !fits;
  byId("fewer").textContent = say("fewer", { n: fits }, fits);
  byId("fewer").dataset.keep = fits;
  wish(missing);
  if (!refused) news(byId("short").querySelector("p").textContent);
}

// What is asked for unless somebody types another number.
export function wish(missing) {
  for (const opener of document.querySelectorAll('[data-opens="ask"]')) opener.dataset.values = JSON.stringify({ credits: missing });
}

// As many as the credits pay for, in the order of the list.
export function keepFirst(n) {
  let left = n;
  for (const row of state.rows) if (isReady(row)) row.on = left-- > 0;
}
