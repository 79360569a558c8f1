// Signs in: e-mail address and password, then, where one is asked for, the code of the authenticator app.
const page = document.getElementById("sign-in");
const say = page.dataset;
const steps = { password: document.getElementById("password-step"), code: document.getElementById("code-step") };
const summary = page.querySelector(".summary");
const field = (name) => document.getElementById(name);
let challenge = "";

function clear() {
  summary.hidden = true;
  summary.replaceChildren();
  for (const one of page.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of page.querySelectorAll(".error")) one.hidden = true;
}

// errors: [name of the field, what is wrong]; text alone where it is no field's.
function show(text, errors = []) {
  clear();
  const title = document.createElement("p"), list = document.createElement("ul");
  title.className = "summary-title";
  title.textContent = text || say.problem;
  for (const [name, wrong] of errors) {
    const item = document.createElement("li"), link = document.createElement("a"), told = field(`${name}-error`);
    link.href = `#${name}`;
    link.textContent = told.textContent = wrong;
    link.addEventListener("click", (event) => { event.preventDefault(); field(name).focus(); });
    told.hidden = false;
    field(name).setAttribute("aria-invalid", "true");
    item.append(link);
    list.append(item);
  }
  summary.replaceChildren(title, ...(errors.length ? [list] : []));
  summary.hidden = false;
  summary.focus();
}

function turnTo(name) {
  for (const [other, form] of Object.entries(steps)) form.hidden = other !== name;
  field("code").value = "";
  if (name === "code") field("code").focus();
}

async function post(path, body) {
  const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang, "Portico-View": "account" };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify({ ...body, next: say.next }) });
  return { status: answer.status, said: await answer.json().catch(() => ({})) };
}

function refused({ said }) {
  const minutes = Math.ceil((said.retry_after ?? 0) / 60);
  if (said.code === "too-many-attempts") return show(minutes > 1 ? say.minutes.replace("{n}", minutes) : say.minute);
  if (said.code === "invalid-request") return show("", [["email", say.email]]);
  show(said.detail ?? say.failed);
}

const withPassword = () => post("/v1/browser-sessions", { email: field("email").value.trim(), password: field("password").value });

async function first() {
  clear();
  const missing = [];
  if (!field("email").value.trim() || !field("email").validity.valid) missing.push(["email", say.email]);
  if (!field("password").value) missing.push(["password", say.password]);
  if (missing.length) return show("", missing);
  const answer = await withPassword();
  if (answer.status === 201) return location.replace(answer.said.next);
  if (answer.said.code !== "mfa-required") return refused(answer);
  challenge = answer.said.challenge;
  turnTo("code");
}

// A challenge takes one answer: after a wrong code the password, which is still there, gets the next one.
async function second() {
  clear();
  const code = field("code").value.replace(/\s/g, "");
  if (!/^[0-9]{6}$/.test(code)) return show("", [["code", say.code]]);
  const answer = await post("/v1/browser-sessions/mfa", { challenge, code });
  if (answer.status === 201) return location.replace(answer.said.next);
  if (answer.said.code !== "mfa-invalid") return refused(answer);
  const again = await withPassword();
  if (again.said.code !== "mfa-required") return turnTo("password"), refused(again);
  challenge = again.said.challenge;
  show("", [["code", say.wrongCode]]);
}

function onSubmit(form, act) {
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.ariaDisabled === "true") return;
    const label = button.textContent;
    button.ariaDisabled = "true";
    button.textContent = say.working;
    try {
      await act();
    } catch {
      show(say.offline);
    } finally {
      button.ariaDisabled = "false";
      button.textContent = label;
    }
  });
}

onSubmit(steps.password, first);
onSubmit(steps.code, second);
field("back").addEventListener("click", () => { clear(); turnTo("password"); field("password").focus(); });
field("show").addEventListener("change", (event) => { field("password").type = event.target.checked ? "text" : "password"; });
addEventListener("pageshow", (event) => event.persisted && location.reload());
