// Everything listens at the document, so that parts of a page that come later work as those that were there.
import { onClick, onClose } from "./dialogs.js";
import { preview } from "./preview.js";
import { present, send } from "./send.js";
import { sums } from "./slots.js";
import { onPick, onUnpick } from "./tables.js";
import { toast, toastFromBefore } from "./toast.js";
import { word } from "./words.js";

function ready(root) {
  for (const form of root.querySelectorAll("form[data-send]")) {
    form.noValidate = true;
    if (!form.dataset.send.includes("{")) present(form);
    sums(form);
  }
  for (const place of root.querySelectorAll("[data-preview-now]")) preview(place);
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.send) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
let typing;
document.addEventListener("input", (event) => {
  const { form } = event.target, watched = (event.target.form ?? event.target).closest?.("[data-preview-live]");
  if (form ?? event.target.matches("form")) sums(form ?? event.target);
  if (!watched) return;
  clearTimeout(typing);
  typing = setTimeout(() => preview(watched), 400);
});
document.addEventListener("change", onPick);
document.addEventListener("click", (event) => {
  onClick(event);
  onUnpick(event);
  const previews = event.target.closest?.("[data-previews]");
  if (previews) preview(document.getElementById(previews.dataset.previews));
  const copy = event.target.closest?.("[data-copy]");
  if (copy) navigator.clipboard.writeText(copy.dataset.copy).then(() => toast(word("copied")));
});
document.addEventListener("close", onClose, true);
document.addEventListener("htmx:afterSwap", (event) => ready(event.target));
document.addEventListener("htmx:configRequest", ({ detail: { parameters } }) => {
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});
for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(failed, () => toast(word("partFailed")));
addEventListener("pageshow", (event) => event.persisted && location.reload());
ready(document);
toastFromBefore();
