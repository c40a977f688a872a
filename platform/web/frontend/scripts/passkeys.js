// Passkeys: asks the browser for one, and sends what it says through the page's own form.
// Loaded only by pages that have such a form; every such page has another way beside it.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0)).buffer;
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** The server's options with bytes where the browser wants bytes. */
function readable({ publicKey }) {
  const ids = (list) => list?.map((one) => ({ ...one, id: toBytes(one.id) }));
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  options.allowCredentials = ids(publicKey.allowCredentials);
  options.excludeCredentials = ids(publicKey.excludeCredentials);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== null));
}

/** What the browser made, as the server reads it. */
function sendable(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = parts.filter((name) => response[name]).map((name) => [name, toText(response[name])]);
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(said),
  };
}

/** Options stand in the page, or are fetched where nobody has said yet who they are. */
async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
}

function say(form, trouble) {
  for (const line of form.querySelectorAll("[data-passkey-trouble]")) {
    line.hidden = line.dataset.passkeyTrouble !== trouble;
  }
  form.querySelector(".btn[aria-busy]")?.removeAttribute("aria-busy");
}

async function use(form) {
  await null; // after the press has been noted
  say(form, "");
  if (!window.PublicKeyCredential) return say(form, "unknown");
  try {
    const publicKey = readable(await optionsOf(form));
    const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(sendable(made));
    form.submit();
  } catch (error) {
    say(form, { InvalidStateError: "present", SecurityError: "unknown" }[error.name] ?? "failed");
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    use(form);
  });
}
