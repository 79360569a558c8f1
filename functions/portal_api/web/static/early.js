// Loaded before all else, and at once: what is sent or pressed while the page's scripts are still on their way waits for
// them. Left to the browser a form's fields would end in the address, and a press would be lost.
{
  let act;
  const hold = (event) => {
    const { target, submitter } = event;
    const button = event.type === "click" && target.closest("button[type=button]:not([popovertarget])");
    if (event.type === "click" ? !button : target.getAttribute("method") === "get") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act = () => (button ? button.click() : target.requestSubmit(submitter));
  };
  const kinds = ["submit", "click"];
  for (const kind of kinds) document.addEventListener(kind, hold, true);
  document.addEventListener("DOMContentLoaded", () => {
    for (const kind of kinds) document.removeEventListener(kind, hold, true);
    if (act) setTimeout(act); // after what the others do at this same moment
  });
}
