// One attempt at a command: the Idempotency-Key is made when the form is shown and stays until a final answer came, over
// reloads, lost connections and a sign-in in between, so that it is done once however often it is sent.
import { here } from "./words.js";
import { putBack, typed } from "./values.js";

const PREFIX = "portico.attempt ";
const keys = new WeakMap();
const place = (form) => `${PREFIX}${here()} ${form.dataset.send} ${form.id}`;
const person = () => document.body.dataset.person ?? "";

function kept(form) {
  try {
    const found = JSON.parse(sessionStorage.getItem(place(form)));
    return found?.person === person() ? found : null;
  } catch {
    return null;
  }
}

export function begin(form) {
  const found = kept(form);
  keys.set(form, found?.key ?? crypto.randomUUID());
  if (found) putBack(form, found.typed);
  return found;
}

export const keyOf = (form) => keys.get(form) ?? (begin(form), keys.get(form));
export const keep = (form, outcome) =>
  sessionStorage.setItem(place(form), JSON.stringify({ key: keyOf(form), typed: typed(form), person: person(), outcome }));

export function settle(form) {
  sessionStorage.removeItem(place(form));
  keys.set(form, crypto.randomUUID());
}

// Signing out leaves nothing of a person in the tab.
export function forgetAll() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("portico.")) sessionStorage.removeItem(name);
}
