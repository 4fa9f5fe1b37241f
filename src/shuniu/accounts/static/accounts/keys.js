// Passkeys: a form with data-key="ask" or "make" asks the device, and is sent with what it says.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function options(form) {
  if (form.dataset.optionsIn) return JSON.parse(document.getElementById(form.dataset.optionsIn).textContent).publicKey;
  const response = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).request_options.publicKey;
}

async function made(form) {
  const publicKey = await options(form), alone = form.elements.passwordless?.checked ?? false;
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.user.id = bytes(publicKey.user.id);
  publicKey.excludeCredentials = known(publicKey.excludeCredentials);
  publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) publicKey.authenticatorSelection.userVerification = "required";
  const key = await navigator.credentials.create({ publicKey });
  return said(key, { clientDataJSON: words(key.response.clientDataJSON), attestationObject: words(key.response.attestationObject), transports: key.response.getTransports?.() ?? [] });
}

async function asked(form) {
  const publicKey = await options(form);
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.allowCredentials = known(publicKey.allowCredentials);
  const key = await navigator.credentials.get({ publicKey }), given = key.response;
  return said(key, { clientDataJSON: words(given.clientDataJSON), authenticatorData: words(given.authenticatorData), signature: words(given.signature), userHandle: given.userHandle ? words(given.userHandle) : null });
}

const said = (key, response) => ({ id: key.id, rawId: words(key.rawId), type: key.type, authenticatorAttachment: key.authenticatorAttachment ?? null, clientExtensionResults: key.getClientExtensionResults(), response });

for (const form of document.querySelectorAll("form[data-key]")) {
  if (!window.PublicKeyCredential) { form.querySelector("[data-key-refused]").hidden = false; continue; }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const refused = form.querySelector("[data-key-refused]");
    refused.hidden = true;
    try {
      const credential = form.dataset.key === "make" ? await made(form) : await asked(form);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      console.warn(error);
      refused.hidden = false;
    }
  });
}
