// A brand's form: a colour picker beside the typed colour, and pictures read into the form as base64.
const LIMIT = 700_000; // bytes that fit into a request; bigger pictures are made smaller here

for (const field of document.querySelectorAll("[data-colour]")) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.className = "picker";
  picker.setAttribute("aria-label", field.labels[0].firstChild.textContent.trim());
  const follow = () => /^#[0-9a-f]{6}$/i.test(field.value) && (picker.value = field.value);
  picker.value = "#1f4f8f";
  follow();
  field.addEventListener("input", follow);
  picker.addEventListener("input", () => {
    field.value = picker.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.after(picker);
}

// Within so many pixels, as the server will draw it; a picture's address could not be shown by the page's policy.
async function draw(file, canvas, width, height) {
  const picture = await createImageBitmap(file), scale = Math.min(1, width / picture.width, height / picture.height);
  canvas.width = Math.max(1, picture.width * scale);
  canvas.height = Math.max(1, picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const smaller = async (file) => (await draw(file, new OffscreenCanvas(1, 1), 960, 320)).convertToBlob({ type: "image/png" });

const base64 = (blob) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.split(",")[1] ?? ""));
    reader.readAsDataURL(blob);
  });

document.addEventListener("change", async ({ target }) => {
  if (!target.matches?.("[data-image]")) return;
  const { form } = target, [file] = target.files, button = form.querySelector("button[type=submit]");
  form.elements.image.value = "";
  const drawn = form.querySelector("[data-drawn]");
  drawn.hidden = true;
  if (!file) return;
  draw(file, drawn.firstElementChild, 240, 80).then(() => (drawn.hidden = false), () => {});
  button.disabled = true;
  try {
    form.elements.image.value = await base64(file.size > LIMIT ? await smaller(file) : file);
  } catch {
    form.elements.image.value = "AA=="; // not a picture: the server says so at the field
  }
  button.disabled = false;
});
