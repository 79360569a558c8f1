// Shows what a command would do, before it is sent: asks a dry run and fills the slots of its place.
import { ask, sessionEnded } from "./send.js";
import { show } from "./problems.js";
import { fillSlots } from "./slots.js";
import { collect, fill } from "./values.js";
import { word } from "./words.js";

const asked = new WeakMap();

// place: an element with data-preview="POST /v1/…"; its form's values go along where data-preview-form says so, and what
// data-preview-with says (JSON) in any case.
export async function preview(place, values = {}) {
  const [method, pattern] = place.dataset.preview.split(" "), turn = {};
  const form = place.matches("form") ? place : place.querySelector("form");
  let body = "previewForm" in place.dataset || place.matches("form") ? collect(form) : {};
  const path = fill(pattern, { ...values, ...body });
  if (place.dataset.previewWith) body = { ...body, ...JSON.parse(place.dataset.previewWith) };
  asked.set(place, turn);
  place.ariaBusy = "true";
  let answer;
  try {
    answer = await ask(method, path, method === "GET" || !Object.keys(body).length ? undefined : body);
  } catch {
    answer = { ok: false, status: 0, said: { detail: word("offline") } };
  }
  if (asked.get(place) !== turn) return; // asked again meanwhile
  place.ariaBusy = "false";
  place.toggleAttribute("data-previewed", answer.ok);
  if (answer.status === 401) return sessionEnded();
  if (!answer.ok && form) return show(form, { text: answer.said.detail || word("failed"), errors: answer.said.errors });
  fillSlots(place, answer.said);
  place.dispatchEvent(new CustomEvent("portico:previewed", { bubbles: true, detail: answer.said }));
}
