// Puts an answer into the page: data-fill names a value, data-show says when an element is there, data-each repeats one.
import { number, whole } from "./words.js";

const at = (said, path) => path.split(".").reduce((value, step) => value?.[step], said);

function text(slot, value) {
  if (slot.dataset.words) return JSON.parse(slot.dataset.words)[value] ?? value;
  if (slot.dataset.format === "signed" && value > 0) return `+${number(value)}`;
  return typeof value === "number" ? number(value) : Array.isArray(value) ? number(value.length) : (value ?? "");
}

// `path`, `!path` or `path=value`.
function holds(condition, said) {
  const [path, wanted] = condition.replace(/^!/, "").split("="), value = at(said, path);
  const yes = wanted === undefined ? Boolean(Array.isArray(value) ? value.length : value) : String(value) === wanted;
  return condition.startsWith("!") ? !yes : yes;
}

const within = (place, selector) => [...(place.matches?.(selector) ? [place] : []), ...place.querySelectorAll(selector)];

export function fillSlots(place, said) {
  for (const template of place.querySelectorAll("template[data-each]")) {
    while (template.nextElementSibling?.hasAttribute("data-made")) template.nextElementSibling.remove();
    const made = (at(said, template.dataset.each) ?? []).map((one) => {
      const copy = template.content.firstElementChild.cloneNode(true);
      copy.setAttribute("data-made", "");
      fillSlots(copy, one);
      return copy;
    });
    template.after(...made);
  }
  for (const slot of within(place, "[data-fill]")) {
    const value = at(said, slot.dataset.fill);
    if (value !== undefined) slot.textContent = text(slot, value);
  }
  for (const one of within(place, "[data-show]")) {
    const { show } = one.dataset;
    if (at(said, show.replace(/^!/, "").split("=")[0]) !== undefined || show.startsWith("!") || show.includes("=")) one.hidden = !holds(show, said);
  }
  for (const link of within(place, "[data-href]")) {
    const there = link.dataset.href.replace(/\{([\w.]+)\}/g, (_, path) => encodeURIComponent(at(said, path) ?? ""));
    link.setAttribute("href", there);
  }
}

// data-sum="60 + credits": numbers, and fields of the form by name, added up as they are typed.
export function sums(form) {
  for (const output of form.querySelectorAll("[data-sum]")) {
    let sum = 0, sign = 1, product = null, known = true;
    const flush = () => { sum += sign * (product ?? 0); product = null; };
    for (const token of output.dataset.sum.match(/[\w.]+|[-+*]/g) ?? []) {
      if (token === "+" || token === "-") { flush(); sign = token === "+" ? 1 : -1; continue; }
      if (token === "*") continue;
      const value = whole(/^\d+$/.test(token) ? token : (form.elements[token]?.value ?? ""));
      known &&= !Number.isNaN(value);
      product = (product ?? 1) * value;
    }
    flush();
    output.textContent = known ? number(sum) : "–";
    output.classList.toggle("negative", known && sum < 0);
  }
}
