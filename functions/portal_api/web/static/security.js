// Setting up an authenticator app: what the first step answers is put where the second step needs it. The answer is
// shown and kept nowhere; a reload begins again.
document.getElementById("app-begin")?.addEventListener("portico:done", ({ detail }) => {
  const picture = document.getElementById("app-qr");
  picture.setAttribute("viewBox", `0 0 ${detail.qr.size} ${detail.qr.size}`);
  picture.querySelector("path").setAttribute("d", detail.qr.path);
  const second = document.getElementById("app-confirm");
  second.elements.challenge.value = detail.challenge;
  document.getElementById("app-begin").hidden = true;
});
