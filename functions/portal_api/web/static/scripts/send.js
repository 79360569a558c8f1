// Sends forms as commands: JSON to /v1 with the attempt's key; the answer leads on, a refusal is shown where it belongs.
import { begin, forgetAll, keep, keyOf, settle } from "./attempt.js";
import { clear, faults, show } from "./problems.js";
import { fillSlots } from "./slots.js";
import { toast, toastNext } from "./toast.js";
import { collect, fill } from "./values.js";
import { here, language, word } from "./words.js";

export async function ask(method, path, body, key) {
  const headers = { Accept: "application/json", "Accept-Language": language, "Portico-View": document.body.dataset.view ?? "" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const said = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, said };
}

export function sessionEnded() {
  const dialog = document.getElementById("session-ended");
  const link = dialog?.querySelector("[data-sign-in]");
  if (!dialog) return location.assign(`/sign-in?next=${encodeURIComponent(here())}`);
  link.href = `/sign-in?next=${encodeURIComponent(here())}`;
  if (!dialog.open) dialog.showModal();
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button plain small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function nextSteps(form, code, said) {
  return [...form.querySelectorAll(`template[data-on="${code}"]`)].map((template) => {
    const told = document.createElement("div");
    told.append(template.content.cloneNode(true));
    fillSlots(told, said);
    return told;
  });
}

function refused(form, submitter, { status, said }) {
  const again = () => form.requestSubmit(submitter ?? undefined);
  if (status === 401 && said.code === "not-signed-in") return keep(form, "refused"), sessionEnded();
  if (status === 503) return keep(form, "unknown"), show(form, { text: word("busy"), next: [button(word("again"), again)] });
  if (status >= 500) return keep(form, "unknown"), show(form, { text: said.detail || word("failed"), next: [button(word("again"), again)] });
  if (said.code === "idempotency-key-reused")
    return show(form, { text: word("reused"), next: [button(word("anew"), () => (settle(form), again()))] });
  if (status !== 429) settle(form);
  if (said.errors?.length) return show(form, { errors: said.errors, next: nextSteps(form, said.code, said) });
  show(form, { text: said.detail || word("failed"), next: nextSteps(form, said.code, said) });
  form.dispatchEvent(new CustomEvent("portico:refused", { bubbles: true, detail: said }));
}

function done(form, said) {
  const { then = "reload", done: told, result } = form.dataset;
  settle(form);
  if ("forget" in form.dataset) forgetAll();
  const goOn = form.dispatchEvent(new CustomEvent("portico:done", { bubbles: true, cancelable: true, detail: said }));
  if (result) {
    const place = document.getElementById(result);
    fillSlots(place, said);
    place.hidden = false;
    place.focus();
  }
  if (then === "stay" || !goOn) {
    if (!("keepValues" in form.dataset)) form.reset();
    form.closest("dialog")?.close();
    return toast(told);
  }
  toastNext(told);
  if (then === "reload") return location.reload();
  const there = fill(then, said);
  location.assign(there);
  if (there.split("#")[0] === here()) location.reload();
}

function working(form, submitter, yes) {
  form.ariaBusy = yes ? "true" : "false";
  for (const one of form.querySelectorAll("button[type=submit]")) one.ariaDisabled = yes ? "true" : "false";
  if (!submitter || "quiet" in form.dataset) return;
  if (yes) submitter.dataset.label = submitter.textContent, (submitter.textContent = word("working"));
  else if (submitter.dataset.label) submitter.textContent = submitter.dataset.label;
}

export async function send(form, submitter) {
  if (form.ariaBusy === "true") return;
  const wrong = faults(form);
  if (wrong.length) return show(form, { errors: wrong });
  let body = collect(form, submitter);
  const [method, pattern] = form.dataset.send.split(" "), path = fill(pattern, body, true);
  if ("onlyChanged" in form.dataset && !Object.keys(body).length) return show(form, { text: word("unchanged") });
  form.dispatchEvent(new CustomEvent("portico:collect", { bubbles: true, detail: { body } }));
  if (method === "DELETE" || "bare" in form.dataset) body = Object.keys(body).length ? body : undefined;
  clear(form);
  working(form, submitter, true);
  keep(form, "unknown");
  let answer = null;
  try {
    answer = await ask(method, path, body, keyOf(form));
  } catch {
    show(form, { text: word("offline"), next: [button(word("again"), () => form.requestSubmit(submitter ?? undefined))] });
  }
  working(form, submitter, false);
  if (answer) answer.ok ? done(form, answer.said) : refused(form, submitter, answer);
}

// A form that is shown: it goes on with an attempt that was interrupted, or begins a new one.
export function present(form) {
  const before = begin(form);
  if (!before) return;
  form.dataset.resumed = "";
  const dialog = form.closest("dialog");
  if (dialog && !dialog.open) dialog.showModal();
  if (before.outcome === "unknown") show(form, { text: word("unknown") });
}
