// A chosen photo or file goes at once, with everything else on the page; without script a button does it.
document.querySelectorAll("form.sheet").forEach((form) => {
  form.classList.add("scripted");
  form.addEventListener("change", (event) => {
    const leaf = event.target.dataset?.send;
    if (!leaf || !event.target.files?.length) return;
    const button = [...form.querySelectorAll("button.upload")].find((one) => one.value === leaf);
    event.target.closest("label").classList.add("busy");
    form.requestSubmit(button);
  });
});
