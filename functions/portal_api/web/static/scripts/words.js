// What the script says, in the page's language: the page carries the words. Numbers as the language writes them.
const said = document.getElementById("words")?.dataset ?? {};
export const word = (name) => said[name] ?? "";
export const language = document.documentElement.lang || "en";
const plain = new Intl.NumberFormat(language);
export const number = (value) => plain.format(value).replace("-", "\u2212");
// A whole number as people write it, with separators of thousands or without; NaN for anything else.
const WHOLE = /^[+-]?(\d+|\d{1,3}([.,'’\s]\d{3})+)$/;
export const whole = (text) => (WHOLE.test(text.trim()) ? Number(text.replace(/[^\d-]/g, "")) : NaN);
export const here = () => location.pathname + location.search;
