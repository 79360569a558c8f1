// Short news that needs no answer; one said before leaving a page is shown on the next.
import { word } from "./words.js";
const NEXT = "portico.toast";

export function toast(text) {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const told = document.createElement("p");
  told.className = "toast";
  told.append(text);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "icon-button";
  close.setAttribute("aria-label", word("close"));
  close.textContent = "×";
  close.addEventListener("click", () => told.remove());
  told.append(close);
  place.append(told);
  setTimeout(() => told.matches(":hover, :focus-within") || told.remove(), 8000);
}

export const toastNext = (text) => text && sessionStorage.setItem(NEXT, text);

export function toastFromBefore() {
  const text = sessionStorage.getItem(NEXT);
  sessionStorage.removeItem(NEXT);
  // Said a moment later: a live region that is filled while the page loads is not read out.
  if (text) setTimeout(() => toast(text), 150);
}
