// Whom a team takes in, and what they see: only a supervisor is asked by what, and an admin comes in by a door of their own.
const form = document.getElementById("member"), sees = document.getElementById("sees");
const chosen = (name) => form.elements[name].value;

function show() {
  sees.hidden = chosen("role") !== "supervisor";
  for (const one of sees.querySelectorAll("[data-by]")) {
    one.hidden = one.dataset.by !== chosen("by");
    for (const field of one.querySelectorAll("textarea")) field.required = !one.hidden && !sees.hidden;
  }
  const { staff, admins } = form.dataset;
  if (staff) form.dataset.send = chosen("role") === "partner_admin" ? admins : staff;
}

form.addEventListener("change", show);
form.addEventListener("portico:collect", ({ detail: { body } }) => {
  const { scope, by } = body;
  delete body.scope;
  delete body.by;
  if (body.role === "supervisor") body.scope = { [by]: scope?.[by] ?? [] };
  if (body.role === "partner_admin") delete body.role;
});
show();
