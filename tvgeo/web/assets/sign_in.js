// The sign-in form and the sign-out button: ordinary forms, filled with words and with where they
// lead. What somebody has typed stays when the page sends new words.

const COOKIE = "tvgeo_form";
const PROBLEM = "signin";

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
  url.searchParams.delete(PROBLEM);
  return url.pathname + url.search;
}

function wireShow(form) {
  const box = form.querySelector("#tvs-show");
  const password = form.querySelector("#tvs-password");
  if (!box) return;
  box.onchange = () => { password.type = box.checked ? "text" : "password"; };
}

function say(form, data) {
  const labels = data.labels;
  const texts = {
    "label[for='tvs-name']": labels.name,
    "label[for='tvs-password']": labels.password,
    ".tvs-show span": labels.show,
    ":scope > span": labels.who,
    "button[type='submit']": labels.submit,
  };
  for (const [place, text] of Object.entries(texts)) {
    const node = form.querySelector(place);
    if (node && text !== undefined) node.textContent = text;
  }
  const error = form.querySelector(".tvs-error");
  if (error && error.textContent !== data.error) error.textContent = data.error;
  if (error) error.hidden = !data.error;
}

export default function signIn({ parentElement, data }) {
  const form = parentElement.querySelector("form.tvs");
  if (!form) return undefined;
  form.action = new URL(data.action, document.baseURI).href;
  form.lang = data.lang;
  say(form, data);
  wireShow(form);
  form.onsubmit = () => {
    form.querySelector("[name='next']").value = here();
    form.querySelector("[name='token']").value = formToken();
    const password = form.querySelector("#tvs-password");
    if (password) password.type = "password";  // a shown one would be kept among plain fields
  };
  form.hidden = false;
  return undefined;
}
