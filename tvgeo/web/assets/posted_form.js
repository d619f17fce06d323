// Ordinary forms that the browser posts to the server, filled with words and with where they
// lead. What somebody has typed stays when the page sends new words.

const COOKIE = "tvgeo_form";
const KEPT = "tvgeo_form_kept";
// What an earlier form came to; the page has said it, so it is not sent along again.
const CODES = ["signin", "outcome"];

// A page of another site can neither read this cookie nor write it, so it cannot send the pair.
function formToken() {
  const kept = document.cookie.split("; ").find((each) => each.startsWith(`${COOKIE}=`));
  if (kept && kept.length > COOKIE.length + 1) return kept.slice(COOKIE.length + 1);
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const token = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const path = new URL(".", document.baseURI).pathname.replace(/(.)\/$/, "$1");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${token}; Path=${path}; SameSite=Strict${secure}`;
  return token;
}

function here() {
  const url = new URL(location.href);
  for (const code of CODES) url.searchParams.delete(code);
  return url.pathname + url.search;
}

function secrets(form) {
  return form.querySelectorAll("[data-secret]");
}

function wireShow(form) {
  const box = form.querySelector(".tvs-show input");
  if (!box) return;
  box.onchange = () => {
    for (const field of secrets(form)) field.type = box.checked ? "text" : "password";
  };
}

function say(parent, form, data) {
  for (const node of parent.querySelectorAll("[data-say]")) {
    const text = data.labels[node.dataset.say];
    if (text !== undefined && node.textContent !== text) node.textContent = text;
  }
  const said = form.querySelector(".tvs-error");
  if (!said) return;
  if (said.textContent !== data.error) said.textContent = data.error;
  said.classList.toggle("tvs-done", Boolean(data.done));
  said.hidden = !data.error;
  tie(form, said, data);
  if (data.error && !form.dataset.told) {
    form.dataset.told = "1";
    setTimeout(() => {  // once all is laid out
      const seen = said.getBoundingClientRect().bottom < innerHeight - 80;
      if (!seen) said.scrollIntoView({ block: "center" });
    }, 300);
  }
}

// What was wrong is heard at every field that is filled in anew.
function tie(form, said, data) {
  const wrong = Boolean(data.error && !data.done);
  said.id ||= `${form.querySelector("[id]").id}-said`;
  for (const field of form.querySelectorAll("[required]")) {
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    const tied = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== said.id);
    if (wrong) tied.push(said.id);
    if (tied.length) field.setAttribute("aria-describedby", tied.join(" "));
    else field.removeAttribute("aria-describedby");
  }
}

function fill(form, data) {
  for (const [name, value] of Object.entries(data.values ?? {})) form.elements[name].value = value;
  for (const [name, options] of Object.entries(data.options ?? {})) {
    const list = form.elements[name];
    const chosen = list.value;
    list.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    if (options.some(([value]) => value === chosen)) list.value = chosen;
  }
}

// A part that goes with one choice of another field is neither shown nor sent with the rest.
function wireParts(form) {
  const update = () => {
    for (const part of form.querySelectorAll("[data-only]")) {
      const [name, value] = part.dataset.only.split("=");
      part.hidden = form.elements[name].value !== value;
      for (const field of part.querySelectorAll("select")) field.disabled = part.hidden;
    }
  };
  form.onchange = update;
  update();
}

// In the page's language, which need not be the browser's; the server asks the same again.
function wireChecks(form, data) {
  const wanting = (field) => {
    if (!field.value) return data.checks.required;
    if (field.name === "password" && [...field.value.normalize()].length < data.checks.shortest) {
      return data.checks.short;
    }
    const differs = field.name === "again" && field.value !== form.elements.password.value;
    return differs ? data.checks.differ : "";
  };
  const update = () => {
    for (const field of form.querySelectorAll("[required]")) {
      field.setCustomValidity(wanting(field));
    }
  };
  form.oninput = update;
  update();
}

// The name that was typed comes back with what was wrong; a password never does.
function keep(form) {
  const fields = [...form.querySelectorAll("[data-keep]")].map((each) => [each.name, each.value]);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ action: form.action, fields }));
  } catch {
    // a browser that keeps nothing only has more typed again
  }
}

function restore(form, data) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    if (kept?.action !== form.action) return;
    sessionStorage.removeItem(KEPT);
    if (data.done || !data.error) return;
    for (const [name, value] of kept.fields) form.elements[name].value = value;
  } catch {
    // as above
  }
}

export default function postedForm({ parentElement, data }) {
  const form = parentElement.querySelector("form.tvs");
  if (!form) return undefined;
  form.action = new URL(data.action, document.baseURI).href;
  form.lang = data.lang;
  say(parentElement, form, data);
  fill(form, data);
  if (form.querySelector("[data-keep]")) restore(form, data);
  wireShow(form);
  wireParts(form);
  if (data.checks) wireChecks(form, data);
  const more = parentElement.querySelector("details");
  if (more && data.error) more.open = true;
  form.onsubmit = () => {
    form.querySelector("[name='next']").value = here();
    form.querySelector("[name='token']").value = formToken();
    // a shown one would be kept among plain fields
    for (const field of secrets(form)) field.type = "password";
    if (form.querySelector("[data-keep]")) keep(form);
  };
  form.hidden = false;
  return undefined;
}
