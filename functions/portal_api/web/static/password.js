// Sets a password: reads the one-time token from the address's fragment, which browsers never send to a server, and posts
// it with the new password. Without a token, or below it, asks for a new link.
const form = document.getElementById("password-form");
const linkForm = document.getElementById("link-form");
const summary = document.getElementById("summary");
const fields = { new: form.elements.new, again: form.elements.again, email: linkForm.elements.email };
const say = form.dataset;
let token = null;

function show(text) {
  summary.textContent = text;
  summary.hidden = !text;
  if (text) summary.focus();
}

function mark(name, text) {
  const error = document.getElementById(`${name}-error`);
  error.textContent = text;
  error.hidden = !text;
  if (text) fields[name].setAttribute("aria-invalid", "true");
  else fields[name].removeAttribute("aria-invalid");
  if (text) fields[name].focus();
  return !text;
}

function check() {
  mark("again", "");
  if (!mark("new", [...fields.new.value].length < 12 ? say.short : "")) return false;
  return mark("again", fields.again.value !== fields.new.value ? say.different : "");
}

const post = (path, body) =>
  fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

async function refused(answer, name, path) {
  const problem = await answer.json().catch(() => ({}));
  const first = problem.errors?.find((error) => error.path === path);
  if (first || problem.code === "password-too-weak") mark(name, problem.code === "invalid-request" ? first.detail : problem.detail);
  else show(problem.detail ?? say.failed);
  if (problem.code !== "link-invalid") return;
  history.replaceState(null, "", location.pathname);
  begin(null);
}

// What the page asks for: a password when there is a link, else only where to mail one.
function begin(found) {
  token = found;
  form.hidden = !found;
  linkForm.hidden = false;
  for (const id of ["link-asked", "done"]) document.getElementById(id).hidden = true;
  document.getElementById("ask").hidden = false;
}

function type(kind) {
  for (const name of ["new", "again"]) fields[name].type = kind;
}

// Also while the page is open: a mailed link may open in this very tab, which then only changes its fragment.
function read() {
  const found = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!found && location.hash) return;
  show("");
  form.reset();
  type("password");
  for (const name of Object.keys(fields)) mark(name, "");
  begin(found);
  if (found) fields.new.focus();
}

async function save() {
  const answer = await post("/v1/passwords", { token, new_password: fields.new.value });
  if (answer.status !== 204) return refused(answer, "new", "/new_password");
  history.replaceState(null, "", location.pathname);
  form.reset();
  document.getElementById("ask").hidden = true;
  reveal("done");
}

async function ask() {
  const answer = await post("/v1/password-links", { email: fields.email.value });
  if (answer.status === 422) return mark("email", say.email);
  if (answer.status !== 202) return refused(answer, "email", "/email");
  linkForm.hidden = true;
  reveal("link-asked");
}

function reveal(id) {
  const told = document.getElementById(id);
  told.hidden = false;
  told.focus();
}

// One submission at a time; what was typed stays whatever happens.
function onSubmit(target, ready, act) {
  const button = target.querySelector("button");
  target.addEventListener("submit", async (event) => {
    event.preventDefault();
    show("");
    if (button.getAttribute("aria-disabled") === "true" || !ready()) return;
    const label = button.textContent;
    button.setAttribute("aria-disabled", "true");
    button.textContent = say.working;
    try {
      await act();
    } catch {
      show(say.offline);
    } finally {
      button.removeAttribute("aria-disabled");
      button.textContent = label;
    }
  });
}

onSubmit(form, check, save);
onSubmit(linkForm, () => mark("email", fields.email.validity.valid ? "" : say.email), ask);

document.getElementById("show").addEventListener("change", (event) => type(event.target.checked ? "text" : "password"));

addEventListener("hashchange", read);
read();
