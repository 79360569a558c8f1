// What the enrolling page says and asks: words stand on the page, in the reader's language.
import { language, number } from "./words.js";

export const root = document.getElementById("enrol");
const plural = new Intl.PluralRules(language);
const camel = (name) => name.replace(/[-_](\w)/g, (_, letter) => letter.toUpperCase());

// many: the number that decides between one and several.
export function say(name, values = {}, many) {
  const text = root.dataset[camel(many === undefined ? name : `${name}-${plural.select(many) === "one" ? "one" : "other"}`)] ?? "";
  return text.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? number(values[key]) : (values[key] ?? "")));
}

export const credits = (n) => say("credits", { n }, n);
export const byId = (name) => document.getElementById(`enrol-${name}`);
export const news = (text) => { byId("news").textContent = text; };
export const paying = Boolean(root && "wallet" in root.dataset);

export async function askApi(method, path, body, key) {
  const headers = { Accept: "application/json", "Accept-Language": language, "Portico-View": "partner" };
  if (body) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  let answer;
  try {
    answer = await fetch(root.dataset.api + path, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw { detail: say("offline") };
  }
  const said = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  if (answer.status === 401) signInAgain();
  throw { ...said, status: answer.status, detail: said.detail || say("failed") };
}

function signInAgain() {
  const dialog = document.getElementById("session-ended");
  dialog.querySelector("[data-sign-in]").href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
  if (!dialog.open) dialog.showModal();
}
