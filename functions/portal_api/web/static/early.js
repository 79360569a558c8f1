// Loaded before all else, and at once: what is sent or pressed while the page's scripts are still on their way waits for
// them. Left to the browser a form's fields would end in the address, and a press would be lost.
{
  let sent, pressed;
  const held = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    document.documentElement.classList.add("waiting");
  };
  const onSubmit = (event) => {
    const { target, submitter } = event;
    if (target.getAttribute("method") === "get") return;
    held(event);
    // What was under way before a reload has taken the place of what was typed: that is looked at first.
    sent = () => "resumed" in target.dataset || target.requestSubmit(submitter);
  };
  const onClick = (event) => {
    const button = event.target.closest("button[type=button]:not([popovertarget], [data-copy])");
    if (!button) return;
    held(event);
    pressed = () => button.click();
  };
  const stay = (event) => event.preventDefault(); // should the page's own script have failed to come
  const goOn = () => {
    document.removeEventListener("submit", onSubmit, true);
    document.removeEventListener("click", onClick, true);
    document.documentElement.classList.remove("waiting");
    addEventListener("submit", stay);
    (sent ?? pressed)?.();
    removeEventListener("submit", stay);
  };
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("click", onClick, true);
  document.addEventListener("DOMContentLoaded", () => setTimeout(goOn)); // after what others do at this same moment
}
