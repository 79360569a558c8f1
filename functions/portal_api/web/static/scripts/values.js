// A form's fields as JSON and back. A dotted name nests (address.city), numbers in it make lists (people.0.email).
import { whole } from "./words.js";
const fields = (form) => [...form.elements].filter((one) => one.name && !one.disabled && !["submit", "button", "fieldset"].includes(one.type));
const isBox = (field) => field.type === "checkbox" || field.type === "radio";

function changed(field) {
  if (isBox(field)) return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.value !== field.defaultValue;
}

// What a field says, undefined when it says nothing. data-type: integer, boolean, list, json, text; data-empty: null, text.
function valueOf(field, empty) {
  const type = field.dataset.type ?? "";
  if (field.type === "radio" && !field.checked) return undefined;
  if (field.type === "checkbox" && type !== "list") return field.checked;
  if (field.multiple) return [...field.selectedOptions].map((one) => one.value);
  const text = field.type === "password" ? field.value : field.value.trim();
  if (type === "list" && !isBox(field)) return text.split(/[\n,;]+/).map((one) => one.trim()).filter(Boolean);
  if (text === "") return { null: null, text: "" }[field.dataset.empty ?? empty];
  if (type === "integer") return Number.isNaN(whole(text)) ? text : whole(text);
  if (type === "boolean") return text === "true";
  return type === "json" ? JSON.parse(text) : text;
}

function put(body, name, value) {
  const steps = name.split(".");
  let at = body;
  for (const step of steps.slice(0, -1)) at = at[step] ??= {};
  at[steps.at(-1)] = value;
}

// Objects whose names are all numbers were meant as lists.
function settled(value) {
  if (Array.isArray(value) || value === null || typeof value !== "object") return value;
  const names = Object.keys(value);
  if (names.length && names.every((name) => /^\d+$/.test(name))) return names.map((name) => settled(value[name]));
  return Object.fromEntries(names.map((name) => [name, settled(value[name])]));
}

export function collect(form, submitter) {
  const body = {}, only = "onlyChanged" in form.dataset, patch = form.dataset.send?.startsWith("PATCH");
  const lists = new Map();
  for (const field of fields(form)) {
    if (field.type === "checkbox" && field.dataset.type === "list") {
      const list = lists.get(field.name) ?? { values: [], changed: false };
      if (field.checked) list.values.push(field.value);
      list.changed ||= changed(field);
      lists.set(field.name, list);
      continue;
    }
    if (only && !("always" in field.dataset) && !changed(field)) continue;
    const value = valueOf(field, patch || only ? "null" : "omit");
    if (value !== undefined) put(body, field.name, value);
  }
  for (const [name, list] of lists) if (!only || list.changed) put(body, name, list.values);
  if (submitter?.name) put(body, submitter.name, submitter.value);
  return settled(body);
}

// What was typed, to be put back later; secrets are never kept.
const isSecret = (field) => field.type === "password" || "secret" in field.dataset;
export const typed = (form) =>
  fields(form).filter((field) => !isSecret(field)).map((field) => [field.name, isBox(field) ? [field.value, field.checked] : field.value]);

export function putBack(form, kept) {
  for (const [name, value] of kept) {
    const named = fields(form).filter((field) => field.name === name && !isSecret(field));
    if (Array.isArray(value)) for (const field of named) { if (field.value === value[0]) field.checked = value[1]; }
    else if (named[0]) named[0].value = value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// A path with {name} filled from an answer, or from a form's body, out of which it is then taken.
export const fill = (text, from, take) =>
  text.replace(/\{([\w.]+)\}/g, (_, name) => {
    const value = name.split(".").reduce((at, step) => at?.[step], from) ?? "";
    if (take) delete from[name];
    return encodeURIComponent(value);
  });
