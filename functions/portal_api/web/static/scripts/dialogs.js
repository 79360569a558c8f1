// Dialogs of the browser's own: a button opens one and hands it values; closing brings the focus back to that button.
import { clear } from "./problems.js";
import { preview } from "./preview.js";
import { present } from "./send.js";
import { fillSlots, sums } from "./slots.js";
import { picked } from "./tables.js";

const openers = new WeakMap();

export function open(dialog, opener) {
  const values = opener?.dataset.values ? JSON.parse(opener.dataset.values) : {};
  const ids = picked(opener);
  if (ids) values.picked = ids;
  dialog.dataset.values = JSON.stringify(values);
  for (const form of dialog.querySelectorAll("form")) {
    form.dataset.pattern ??= form.dataset.send ?? "";
    form.dataset.send = form.dataset.pattern.replace(/\{([\w.]+)\}/g, (whole, name) => (name in values ? encodeURIComponent(values[name]) : whole));
    for (const field of form.elements) {
      if (field.name in values && field.type !== "submit") field.value = field.dataset.type === "json" ? JSON.stringify(values[field.name]) : values[field.name];
      if ("picked" in field.dataset) field.value = JSON.stringify(ids ?? []);
    }
    clear(form);
    sums(form);
  }
  fillSlots(dialog, values);
  openers.set(dialog, opener);
  dialog.showModal();
  for (const form of dialog.querySelectorAll("form[data-send]")) present(form);
  if (dialog.dataset.preview) preview(dialog, values);
}

export function onClick(event) {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) return open(document.getElementById(opener.dataset.opens), opener);
  const closer = event.target.closest?.("[data-closes]");
  if (closer) return closer.closest("dialog, [popover]")?.close?.();
  // A click beside the dialog closes it, unless something was typed there.
  const dialog = event.target;
  if (dialog.nodeName === "DIALOG" && dialog.open && dialog.id !== "session-ended" && !dialog.querySelector("form")) dialog.close();
}

export function onClose(event) {
  const opener = openers.get(event.target);
  if (opener?.isConnected) opener.focus();
}
