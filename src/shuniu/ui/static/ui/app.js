// What improves a page that works without it; nothing here is needed to get something done.
const zh = document.documentElement.lang !== "en";
const say = (zhText, enText) => (zh ? zhText : enText);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const TOKEN = "[name=csrfmiddlewaretoken]";
const token = (root = document) => root.querySelector(TOKEN)?.value ?? "";
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
const made = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });
const put = (parts, as) => Object.entries(parts ?? {}).forEach(([id, words]) => { const el = document.getElementById(id); if (el) el[as] = words; });

// One click, one act: a form that is on its way is not sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get") return;
  const ask = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (form.dataset.sent || (ask && !confirm(ask))) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 8000);
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

// A value that is being typed is saved by itself; without a line it waits here and is tried again.
// Sent: name, value, version (note, not_applicable). Answered: 200 {version, saved_at, texts, html},
// 409 {error, theirs, theirs_text, version}, 422 {error}.
const STATES = {
  typing: ["正在输入…", "Typing …"],
  saving: ["正在保存…", "Saving …"],
  saved: ["已保存", "Saved"],
  waiting: ["未保存，已存在本机，恢复联网后自动重试", "Kept on this device, saved once back online"],
  away: ["登录已过期，内容已存在本机，重新登录后自动保存", "Kept on this device, saved once you sign in again"],
  refused: ["有一项没有保存，请看红字说明", "One value was not saved: see the note beside it"],
  conflict: ["有冲突：有一项被别人改过，请选择保留哪个", "Conflict: choose which value to keep"],
};
const marks = (data) => JSON.stringify([data.value, data.not_applicable, data.note ?? ""]);
const touched = (el) => {
  if (el.type === "radio" || el.type === "checkbox") return el.checked !== el.defaultChecked;
  if (el.options) return el.selectedIndex !== Math.max([...el.options].findIndex((one) => one.defaultSelected), 0);
  return ["INPUT", "TEXTAREA"].includes(el.tagName) && el.type !== "hidden" && el.value !== el.defaultValue;
};
class Saver {
  constructor(form) {
    Object.assign(this, { form, url: form.dataset.autosave, pending: new Map(), known: new Map(), busy: false, wait: 2000, leaving: false });
    this.store = `shuniu:unsent:${document.body.dataset.user ?? ""}:${this.url}:`;
    this.state = form.querySelector("[data-save-state]") ?? document.querySelector("[data-save-state]");
    form.addEventListener("input", (e) => { if (!e.isComposing) this.later(e.target, 900); });
    form.addEventListener("compositionend", (e) => this.later(e.target, 900));
    form.addEventListener("change", (e) => this.later(e.target, 10));
    form.addEventListener("submit", () => { this.leaving = true; }); // what is pending goes with the form
    for (const name of ["online", "focus"]) addEventListener(name, () => this.flush());
    addEventListener("beforeunload", (e) => { if (this.pending.size && !this.leaving) e.preventDefault(); });
    this.restore();
    // What was entered before this script ran; coming back through the history is no entry.
    if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") [...form.elements].filter(touched).forEach((el) => this.later(el, 10));
  }
  group(field) { return field.closest("[data-question]") ?? field.closest(".field") ?? field; }
  box(name) {
    const asked = this.form.querySelector(`[data-question="${CSS.escape(name)}"]`);
    const field = asked ? null : this.form.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`);
    return asked ?? (field && this.group(field));
  }
  holder(box) { return box.dataset.version === undefined && this.form.dataset.version !== undefined ? this.form : box; }
  inputs(box) { return [...this.form.elements].filter((el) => el.name && !["hidden", "file", "submit"].includes(el.type) && this.group(el) === box); }
  read(box, name) {
    const data = { name, version: this.holder(box).dataset.version ?? "0", value: "", not_applicable: "" };
    const fields = this.inputs(box), boxes = fields.filter((el) => el.type === "checkbox" && !el.dataset.part);
    for (const el of fields) {
      if (el.dataset.part === "note") data.note = el.value;
      else if (el.dataset.part === "not_applicable") data.not_applicable = el.checked ? "1" : "";
      else if (el.type === "radio") { if (el.checked) data.value = el.value; }
      else if (el.type === "checkbox") data.value = boxes.length > 1 ? boxes.filter((b) => b.checked).map((b) => b.value).join(",") : el.checked ? "1" : "";
      else data.value = el.value;
    }
    return data;
  }
  later(field, delay) {
    if (!field.name || field.type === "file" || field.dataset.nosave !== undefined) return;
    const box = this.group(field), data = this.read(box, box.dataset.question ?? field.name), before = this.pending.get(data.name);
    if (marks(data) !== (before ? marks(before) : this.known.get(data.name))) {
      this.pending.set(data.name, data);
      this.keep(data);
      this.show("typing");
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }
  keep(data) { try { localStorage.setItem(this.store + data.name, JSON.stringify(data)); } catch { /* no room */ } }
  forget(name) { localStorage.removeItem(this.store + name); }
  async flush() {
    if (this.busy || !this.pending.size) return;
    this.busy = true;
    const [name, data] = this.pending.entries().next().value;
    this.known.set(name, marks(data));
    this.show("saving");
    let next = "saving";
    try { next = await this.send(name, data); } catch { next = "waiting"; }
    this.busy = false;
    if (next === "waiting" || next === "away") {
      this.show(next);
      setTimeout(() => this.flush(), this.wait);
      this.wait = Math.min(this.wait * 2, 60000);
    } else { this.wait = 2000; if (this.pending.size) this.flush(); }
  }
  async send(name, data, again = true) {
    const response = await fetch(this.url, { method: "POST", body: new URLSearchParams(data), headers: { "X-CSRFToken": token(), Accept: "application/json" }, redirect: "manual" });
    if (response.type === "opaqueredirect" || response.status === 401) return "away";
    if (response.status === 403 && again) return (await this.renew()) ? this.send(name, data, false) : "away";
    if (response.status >= 429) return "waiting";
    const said = await response.json().catch(() => ({}));
    if (response.ok) this.done(name, data, said);
    else {
      if (this.pending.get(name) === data) this.pending.delete(name); // it stays on this device until somebody decides
      if (response.status === 409) this.conflict(name, data, said); else this.refused(name, said);
    }
    return "done";
  }
  async renew() { // after signing in again in another window the page needs that window's token
    const response = await fetch(location.href, { redirect: "manual" });
    if (!response.ok) return false;
    const fresh = token(parsed(await response.text()));
    all(TOKEN).forEach((el) => { el.value = fresh; });
    return Boolean(fresh);
  }
  done(name, data, said) {
    const box = this.box(name);
    if (box) {
      this.holder(box).dataset.version = said.version;
      this.error(box, "");
      const held = box.querySelector("[data-held-version]"); // the same form sent as a whole
      if (held) held.value = said.version;
    }
    const newer = this.pending.get(name);
    if (newer && newer !== data) { newer.version = String(said.version); this.keep(newer); } else { this.pending.delete(name); this.forget(name); }
    this.show(this.pending.size ? "saving" : "saved", said.saved_at);
    put(said.texts, "textContent");
    put(said.html, "innerHTML");
  }
  refused(name, said) {
    const box = this.box(name);
    if (box) this.error(box, said.error ?? say("没有保存", "Not saved"));
    this.show("refused");
  }
  conflict(name, data, said) {
    const box = this.box(name);
    this.show("conflict");
    if (!box) return;
    this.error(box, said.error ?? "");
    box.querySelector(".row[data-choice]")?.remove();
    const row = made("p", "row");
    row.dataset.choice = "";
    const choice = (text, act) => {
      const button = made("button", "button button--small", text);
      button.type = "button";
      button.addEventListener("click", () => { row.remove(); this.error(box, ""); act(); });
      row.append(button);
    };
    choice(say("保留我填的：", "Keep mine: ") + (data.value || "—"), () => { data.version = String(said.version); this.pending.set(name, data); this.keep(data); this.flush(); });
    choice(say("采用对方的：", "Take theirs: ") + (said.theirs_text ?? said.theirs ?? "—"), () => { this.forget(name); this.leaving = true; location.reload(); });
    box.append(row);
  }
  error(box, text) {
    let el = box.querySelector(".error[data-live]");
    box.classList.toggle("field--bad", Boolean(text));
    if (!text) { el?.remove(); return; }
    if (!el) { el = made("div", "error"); el.dataset.live = ""; el.setAttribute("role", "alert"); box.append(el); }
    el.textContent = text;
  }
  show(state, at) {
    if (!this.state) return;
    this.state.dataset.state = state;
    this.state.textContent = say(...STATES[state]) + (state === "saved" && at ? ` ${at}` : "");
  }
  restore() {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(this.store))) {
      try {
        const data = JSON.parse(localStorage.getItem(key)), box = this.box(data.name), now = box && this.read(box, data.name);
        if (!box || marks(now) === marks(data)) { localStorage.removeItem(key); continue; } // gone, or it came with the whole form
        for (const el of this.inputs(box)) {
          if (el.dataset.part === "note") el.value = data.note ?? el.value;
          else if (el.dataset.part === "not_applicable") el.checked = Boolean(data.not_applicable);
          else if (el.type === "radio") el.checked = el.value === data.value;
          else if (el.type === "checkbox") el.checked = data.value === "1" || data.value.split(",").includes(el.value);
          else el.value = data.value;
        }
        this.pending.set(data.name, data);
      } catch { localStorage.removeItem(key); }
    }
    this.flush();
  }
}
all("form[data-autosave]").forEach((form) => new Saver(form));

// Text in an ordinary form is not lost by walking away.
all("form[data-guard]").forEach((form) => {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", (event) => { touched = event.defaultPrevented; });
  addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
});

// Keys: an element with data-keys="j" is clicked (or focused) by that key, outside of fields.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input:not([type=radio]):not([type=checkbox]),textarea,select");
  if (event.key === "Escape") {
    all("details[data-fold][open]").forEach((fold) => { fold.open = false; fold.querySelector("summary").focus(); });
    typing?.blur();
    return;
  }
  if (typing || (event.target.closest?.("button,a,summary") && event.key === "Enter")) return;
  const hit = all("[data-keys]").find((el) => el.dataset.keys.split(" ").includes(event.key) && el.offsetParent !== null);
  if (!hit) return;
  event.preventDefault();
  if (hit.matches("input:not([type=radio]):not([type=checkbox]),textarea,select")) hit.focus(); else hit.click();
});
document.addEventListener("click", (event) => all("details[data-fold][open]").forEach((fold) => { if (!fold.contains(event.target)) fold.open = false; }));

// A list follows its filter: what stands after the form is fetched anew once the hand rests, never in
// the middle of an input method.
const told = made("p", "visually-hidden");
told.setAttribute("role", "status");
document.body.append(told);
const following = (form) => { const rest = []; for (let el = form.nextElementSibling; el; el = el.nextElementSibling) rest.push(el); return rest; };
all("form[data-filter]").forEach((form, index) => {
  let timer, asked = 0;
  const run = async () => {
    const mine = (asked += 1), url = new URL(form.getAttribute("action") || location.pathname, location.href);
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    following(form).forEach((el) => el.setAttribute("aria-busy", "true"));
    try {
      const response = await fetch(url, { redirect: "error" });
      if (!response.ok) throw new Error(String(response.status));
      const page = parsed(await response.text()), twin = all("form[data-filter]", page)[index];
      if (mine !== asked) return; // a later question is on its way
      following(form).forEach((el) => el.remove());
      form.after(...following(twin));
      for (const [selector, here, there] of [[".head .actions", document, page], [":scope > .row", form, twin]]) {
        const old = here.querySelector(selector), fresh = there.querySelector(selector);
        if (old && fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
      }
      history.replaceState(null, "", url);
      told.textContent = all(".pager .muted, .empty-title", form.parentElement)[0]?.textContent ?? "";
    } catch { if (mine === asked) location.assign(url); }
  };
  const go = (delay) => { clearTimeout(timer); timer = setTimeout(run, delay); };
  form.addEventListener("input", (e) => { if (!e.isComposing && e.target.matches("input:not([type=checkbox],[type=radio],[type=date])")) go(350); });
  form.addEventListener("compositionend", () => go(10));
  form.addEventListener("change", (e) => { if (e.target.matches("select,[type=checkbox],[type=radio],[type=date]")) go(10); });
  form.addEventListener("submit", () => { clearTimeout(timer); asked += 1; });
});

all("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try { await navigator.clipboard.writeText(source.textContent.trim()); button.textContent = say("已复制", "Copied"); } catch { getSelection().selectAllChildren(source); }
  });
});
all("[data-with-script]").forEach((el) => { el.hidden = false; });
all("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
all("[data-refresh]").forEach((box) => setTimeout(() => location.reload(), Number(box.dataset.refresh) * 1000));
all("[data-focus]").forEach((el) => el.focus());
