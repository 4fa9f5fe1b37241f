// What a finding would do to the points is shown before it is kept; the server decides all the same.
const form = document.querySelector("form[data-weigh]");
if (form) {
  const after = document.getElementById("after"), falls = document.getElementById("falls"), reason = document.getElementById("reason");
  let timer, asked = 0;
  const ask = async () => {
    const number = (asked += 1);
    try {
      const response = await fetch(form.dataset.weigh, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
      const said = await response.json();
      if (number !== asked) return; // an older question
      falls.textContent = said.falls ?? said.error ?? "";
      reason.required = Boolean(said.falls);
      if (said.points !== undefined && after) { after.textContent = said.points; after.classList.toggle("fall", Boolean(said.falls)); }
    } catch { /* the server says it when the form is sent */ }
  };
  form.addEventListener("input", (event) => {
    if (event.isComposing || event.target === reason) return;
    clearTimeout(timer); timer = setTimeout(ask, 300);
  });
  // Enter in a one-line field keeps the finding, as Enter outside of fields does.
  form.addEventListener("submit", (event) => {
    if (reason.required && !reason.value.trim()) { event.preventDefault(); event.stopImmediatePropagation(); reason.focus(); }
  }, true);
}
