// What a refusal says, where it belongs: each error at its field and in a summary on top, which gets the focus.
import { whole, word } from "./words.js";

const escaped = (name) => CSS.escape(name);
const summaryOf = (form) => form.querySelector(".summary") ?? form.insertAdjacentElement("afterbegin", emptySummary());

function emptySummary() {
  const made = document.createElement("div");
  made.className = "summary";
  made.setAttribute("role", "alert");
  made.tabIndex = -1;
  return made;
}

export function clear(form) {
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const told of form.querySelectorAll(".error")) told.hidden = true;
  const summary = form.querySelector(".summary");
  if (summary) summary.hidden = true, summary.replaceChildren();
}

// The field of a JSON pointer, or of the nearest place above it.
function fieldAt(form, path) {
  const steps = path.split("/").slice(1);
  for (; steps.length; steps.pop()) {
    const name = escaped(steps.join("."));
    const found = form.querySelector(`[name="${name}"]:not([type=hidden]), [data-field="${name}"] input`);
    if (found) return found;
  }
  return null;
}

function mark(field, text) {
  const group = field.closest("fieldset[data-field]");
  const told = (group ?? field).getAttribute("aria-describedby")?.split(" ").map((id) => document.getElementById(id)).find((one) => one?.classList.contains("error"));
  (group ?? field).setAttribute("aria-invalid", "true");
  if (!told) return false;
  told.textContent = text;
  told.hidden = false;
  return true;
}

// errors: [{path, detail}]; text: what stands above them; next: elements with what can be done.
export function show(form, { text = "", errors = [], next = [] }) {
  clear(form);
  const summary = summaryOf(form), list = document.createElement("ul"), title = document.createElement("p");
  title.className = "summary-title";
  title.textContent = text || word("problem");
  for (const { path, detail } of errors) {
    const item = document.createElement("li"), field = fieldAt(form, path ?? "");
    if (field) mark(field, detail);
    if (field) {
      const link = document.createElement("a"), label = field.closest("fieldset[data-field]")?.querySelector("legend") ?? field.labels?.[0];
      const name = label?.firstChild?.textContent?.trim() ?? field.getAttribute("aria-label");
      link.href = `#${field.id}`;
      link.textContent = name ? `${name}: ${detail}` : detail;
      link.addEventListener("click", (event) => { event.preventDefault(); field.focus(); });
      item.append(link);
    } else item.textContent = detail;
    list.append(item);
  }
  summary.replaceChildren(title, ...(errors.length ? [list] : []), ...next);
  summary.hidden = false;
  summary.focus();
}

// What can be seen without asking the server: empty where something is needed, no number where one is.
export function faults(form) {
  const found = [], seen = new Set();
  for (const field of form.elements) {
    if (!field.name || field.disabled || field.type === "hidden" || seen.has(field.name)) continue;
    const path = `/${field.name.replaceAll(".", "/")}`, { valueMissing, valid } = field.validity ?? { valid: true };
    const typed = field.dataset.type === "integer" && field.value.trim() && Number.isNaN(whole(field.value));
    if (valueMissing || (field.required && field.type !== "checkbox" && field.type !== "radio" && !field.value.trim())) found.push({ path, detail: word("required") });
    else if (typed) found.push({ path, detail: word("number") });
    else if (!valid) found.push({ path, detail: field.dataset.wrong ?? word("invalid") });
    else continue;
    seen.add(field.name);
  }
  return found;
}
