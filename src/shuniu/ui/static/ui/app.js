// What improves a page that works without it: saving while typing, guards, keys. Nothing inline.
const zh = document.documentElement.lang !== "en";
const say = (zhText, enText) => (zh ? zhText : enText);
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// One click, one act: a form that is on its way is not sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get") return;
  const ask = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (ask && !window.confirm(ask)) { event.preventDefault(); return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 8000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

// A value that is being typed is saved by itself; without a line it waits here and is tried again.
const STORE = "shuniu:unsent:";
class Saver {
  constructor(form) {
    this.form = form; this.url = form.dataset.autosave; this.pending = new Map(); this.timers = new Map(); this.busy = false; this.wait = 2000;
    this.state = form.querySelector("[data-save-state]") ?? document.querySelector("[data-save-state]");
    form.addEventListener("input", (e) => { if (!e.isComposing) this.later(e.target, 900); });
    form.addEventListener("compositionend", (e) => this.later(e.target, 900));
    form.addEventListener("change", (e) => this.later(e.target, 10));
    window.addEventListener("online", () => this.flush());
    form.addEventListener("submit", () => { this.leaving = true; }); // what is pending goes with the form
    window.addEventListener("beforeunload", (e) => { if (this.pending.size && !this.leaving) e.preventDefault(); });
    this.restore();
  }
  key(name) { return `${STORE}${this.url}:${name}`; }
  group(field) { return field.closest("[data-question]") ?? field.closest(".field") ?? field; }
  read(field) {
    const box = this.group(field), name = box.dataset?.question ?? field.name, data = { name, version: box.dataset?.version ?? "0" };
    const inputs = [...this.form.elements].filter((el) => this.group(el) === box && el.name && el.type !== "hidden" && el.type !== "file");
    data.value = ""; data.not_applicable = "";
    for (const el of inputs) {
      if (el.dataset.part === "note") data.note = el.value;
      else if (el.dataset.part === "not_applicable") data.not_applicable = el.checked ? "1" : "";
      else if (el.type === "radio") { if (el.checked) data.value = el.value; }
      else if (el.type === "checkbox") data.value = el.checked ? "1" : "";
      else data.value = el.value;
    }
    return data;
  }
  later(field, delay) {
    if (!field.name || field.type === "file" || field.dataset.nosave !== undefined) return;
    const data = this.read(field);
    this.pending.set(data.name, data); this.keep(data); this.show("typing");
    clearTimeout(this.timers.get(data.name));
    this.timers.set(data.name, setTimeout(() => this.flush(), delay));
  }
  keep(data) { try { localStorage.setItem(this.key(data.name), JSON.stringify(data)); } catch { /* private mode */ } }
  forget(name) { try { localStorage.removeItem(this.key(name)); } catch { /* private mode */ } }
  async flush() {
    if (this.busy || !this.pending.size) return;
    this.busy = true;
    const [name, data] = this.pending.entries().next().value;
    this.show("saving");
    try {
      const response = await fetch(this.url, { method: "POST", body: new URLSearchParams(data), headers: { "X-CSRFToken": token(), "Accept": "application/json" }, redirect: "error" });
      const said = await response.json().catch(() => ({}));
      if (response.ok) this.done(name, data, said);
      else if (response.status === 409) { this.pending.delete(name); this.forget(name); this.conflict(name, data, said); }
      else if (response.status < 500) { this.pending.delete(name); this.refused(name, said); }
      else throw new Error(String(response.status));
      this.wait = 2000;
    } catch {
      this.show("waiting"); this.busy = false;
      setTimeout(() => this.flush(), this.wait); this.wait = Math.min(this.wait * 2, 60000);
      return;
    }
    this.busy = false;
    if (this.pending.size) this.flush();
  }
  done(name, data, said) {
    const box = this.form.querySelector(`[data-question="${CSS.escape(name)}"]`);
    if (box) {
      box.dataset.version = said.version; this.error(box, "");
      const held = box.querySelector("[data-held-version]"); // the same form sent as a whole
      if (held) held.value = said.version;
    }
    const newer = this.pending.get(name);
    if (newer && newer !== data) { newer.version = String(said.version); } else { this.pending.delete(name); this.forget(name); }
    this.show(this.pending.size ? "saving" : "saved", said.saved_at);
    for (const [id, text] of Object.entries(said.texts ?? {})) { const el = document.getElementById(id); if (el) el.textContent = text; }
  }
  refused(name, said) {
    const box = this.form.querySelector(`[data-question="${CSS.escape(name)}"]`);
    if (box) this.error(box, said.error ?? say("没有保存", "Not saved"));
    this.show("refused");
  }
  conflict(name, data, said) {
    const box = this.form.querySelector(`[data-question="${CSS.escape(name)}"]`);
    this.show("conflict");
    if (!box) return;
    this.error(box, said.error ?? "");
    const row = document.createElement("p"); row.className = "row";
    const button = (text, act) => { const b = document.createElement("button"); b.type = "button"; b.className = "button button--small"; b.textContent = text; b.onclick = () => { row.remove(); this.error(box, ""); act(); }; row.append(b); };
    button(say("保留我填的：", "Keep mine: ") + (data.value || "—"), () => { data.version = String(said.version); box.dataset.version = said.version; this.pending.set(name, data); this.flush(); });
    button(say("采用对方的：", "Take theirs: ") + (said.theirs_text ?? said.theirs ?? "—"), () => { box.dataset.version = said.version; location.reload(); });
    box.append(row);
  }
  error(box, text) {
    let el = box.querySelector(".error[data-live]");
    if (!text) { el?.remove(); box.classList.remove("field--bad"); return; }
    if (!el) { el = document.createElement("div"); el.className = "error"; el.dataset.live = ""; el.setAttribute("role", "alert"); box.append(el); }
    el.textContent = text; box.classList.add("field--bad");
  }
  show(state, at) {
    if (!this.state) return;
    this.state.dataset.state = state;
    this.state.textContent = { typing: say("正在输入…", "Typing …"), saving: say("正在保存…", "Saving …"), saved: say("已保存", "Saved") + (at ? ` ${at}` : ""), waiting: say("未联网，已存在本机，恢复后自动保存", "Offline: kept on this device, will be saved by itself"), refused: say("有一项没有保存，请看红字说明", "One value was not saved, see the note beside it"), conflict: say("有一项被别人改过，请选择保留哪个", "Somebody else changed a value: choose which to keep") }[state];
  }
  restore() {
    for (const key of Object.keys(localStorage).filter((k) => k.startsWith(`${STORE}${this.url}:`))) {
      try {
        const data = JSON.parse(localStorage.getItem(key)), box = this.form.querySelector(`[data-question="${CSS.escape(data.name)}"]`);
        if (!box) { localStorage.removeItem(key); continue; }
        for (const el of box.querySelectorAll("input,select,textarea")) {
          if (el.dataset.part === "note") el.value = data.note ?? el.value;
          else if (el.dataset.part === "not_applicable") el.checked = Boolean(data.not_applicable);
          else if (el.type === "radio") el.checked = el.value === data.value;
          else if (el.type !== "file" && el.type !== "hidden") el.value = data.value;
        }
        this.pending.set(data.name, data);
      } catch { localStorage.removeItem(key); }
    }
    if (this.pending.size) this.flush();
  }
}
document.querySelectorAll("form[data-autosave]").forEach((form) => new Saver(form));

// Text in an ordinary form is not lost by walking away.
document.querySelectorAll("form[data-guard]").forEach((form) => {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", (e) => { if (touched) e.preventDefault(); });
});

// Keys: an element with data-keys="j" is clicked (or focused) by that key, outside of fields.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input:not([type=radio]):not([type=checkbox]),textarea,select");
  if (event.key === "Escape") { document.querySelectorAll("details[open].top-menu").forEach((d) => { d.open = false; }); if (typing) typing.blur(); return; }
  if (typing || event.target.closest?.("button,a,summary") && event.key === "Enter") return;
  const hit = [...document.querySelectorAll("[data-keys]")].find((el) => el.dataset.keys.split(" ").includes(event.key) && el.offsetParent !== null);
  if (!hit) return;
  event.preventDefault();
  if (hit.matches("input:not([type=radio]):not([type=checkbox]),textarea,select")) hit.focus(); else hit.click();
});

// Filters send themselves once the hand rests; never in the middle of an input method.
document.querySelectorAll("form[data-filter]").forEach((form) => {
  let timer;
  const go = (delay) => { clearTimeout(timer); timer = setTimeout(() => form.requestSubmit(), delay); };
  form.addEventListener("change", (e) => { if (e.target.matches("select,[type=checkbox],[type=radio],[type=date]")) go(10); });
});
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => { await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim()); button.textContent = say("已复制", "Copied"); });
});
document.querySelectorAll("[data-with-script]").forEach((el) => { el.hidden = false; });
document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
document.querySelectorAll("[data-refresh]").forEach((box) => setTimeout(() => location.reload(), Number(box.dataset.refresh) * 1000));
document.querySelectorAll("[data-focus]").forEach((el) => el.focus());
