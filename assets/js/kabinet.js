// What Kabinet adds to pages that already work without it. No eval, no inline code, nothing from another host.
'use strict';
(() => {
  const all = (selector, root = document) => [root].filter(one => one.matches && one.matches(selector)).concat(Array.from(root.querySelectorAll(selector)));
  const typing = element => element && element.matches('input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable]');
  const size = bytes => bytes < 1048576 ? [Math.ceil(bytes / 1024), 'kb'] : [Number((bytes / 1048576).toFixed(1)), 'mb'];

  // ---- Files: each is sent alone, one after another, with progress, cancel and its own answer.
  const sendings = new Set();

  // A token of the same time as the form's, so that each file is an action of its own and a repeated file is not.
  function ownToken(token) {
    const tail = Array.from(crypto.getRandomValues(new Uint8Array(10)), byte => byte.toString(16).padStart(2, '0')).join('');
    return token.replace(/-/g, '').slice(0, 12) + '7' + tail.slice(0, 3) + '8' + tail.slice(3, 18);
  }

  function said(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const part = page.querySelector('[role=alert], .error, .note, main h1') || page.body;
    return part.textContent.replace(/\s+/g, ' ').trim().slice(0, 400);
  }

  class Sending {
    constructor(form, file) {
      this.form = form;
      this.file = file;
      this.token = ownToken(form.elements.once.value);
      this.row = form.querySelector('template[data-upload-row]').content.firstElementChild.cloneNode(true);
      this.bar = this.row.querySelector('progress');
      this.about = this.row.querySelector('[data-about]');
      this.row.querySelector('[data-name]').textContent = file.name;
      const [number, unit] = size(file.size);
      this.about.textContent = this.size = number.toString().replace('.', form.dataset.point) + ' ' + form.dataset[unit];
      this.cancel = this.row.querySelector('[data-cancel]');
      this.cancel.querySelector('.unseen').textContent = ' ' + file.name;
      this.cancel.addEventListener('click', () => this.leave());
      form.querySelector('[data-upload-rows]').append(this.row);
    }

    leave() {
      this.left = true;
      this.request?.abort();
      this.row.remove();
      this.form.querySelector('input[type=file]').focus();
    }

    say(text) { this.form.querySelector('[data-upload-said]').textContent = this.file.name + ': ' + text; }

    fail(text) {
      this.bar.remove();
      this.row.classList.add('wrong');
      const error = this.row.querySelector('[data-error]');
      error.textContent = text || this.form.dataset.failed;
      error.hidden = false;
      this.cancel.firstChild.textContent = this.form.dataset.dismiss;
      this.say(error.textContent);
    }

    send() {
      if (this.left) return Promise.resolve();
      const limit = Number(this.form.dataset.maxBytes);
      if (limit && this.file.size > limit) return Promise.resolve(this.fail(this.form.dataset.tooLarge));
      return new Promise(done => {
        const body = new FormData();
        for (const [name, value] of new FormData(this.form)) {
          if (!(value instanceof File)) body.append(name, name === 'once' ? this.token : value);
        }
        body.append(this.form.querySelector('input[type=file]').name, this.file);
        const request = this.request = new XMLHttpRequest();
        request.open('POST', this.form.action);
        request.setRequestHeader('X-Requested-With', 'kabinet');
        request.setRequestHeader('HX-Request', 'true');
        request.upload.onprogress = event => {
          this.bar.value = Math.round(100 * event.loaded / (event.total || 1));
          this.about.textContent = this.size + ', ' + this.bar.value + ' %';
        };
        request.onload = () => (request.status >= 200 && request.status < 300 ? this.arrive(request.responseText) : this.fail(said(request.responseText)));
        request.onerror = () => this.fail('');
        request.onloadend = done;
        request.send(body);
      });
    }

    arrive(html) {
      const list = document.querySelector(this.form.dataset.uploadList);
      if (list) htmx.swap(list, html, { swapStyle: 'outerHTML', swapDelay: 0, settleDelay: 0 });
      this.row.remove();
      this.say(this.form.dataset.sent);
    }
  }

  function uploads(form) {
    const input = form.querySelector('input[type=file]');
    const zone = form.querySelector('.drop');
    let last = Promise.resolve();
    const take = files => {
      for (const file of Array.from(files)) {
        const sending = new Sending(form, file);
        sendings.add(sending);
        last = last.then(() => sending.send()).finally(() => sendings.delete(sending));
      }
      input.value = '';
    };
    all('[data-upload-submit]', form).forEach(button => { button.hidden = true; });
    all('[data-upload-drop]', form).forEach(text => { text.hidden = false; });
    input.addEventListener('change', () => take(input.files));
    zone.ondragover = event => { event.preventDefault(); zone.classList.add('over'); };
    zone.ondragleave = event => { if (!zone.contains(event.relatedTarget)) zone.classList.remove('over'); };
    zone.ondrop = event => { event.preventDefault(); zone.classList.remove('over'); take(event.dataTransfer.files); };
  }

  // ---- Parts that update themselves: a pause switch, and never over what somebody is typing.
  const sources = new Map();
  const key = live => 'kabinet:paused:' + live.id;
  const bodyOf = live => live.querySelector('[data-live-body]');
  const paused = live => { try { return localStorage.getItem(key(live)) === 'yes'; } catch { return false; } };

  function connect(live, state) {
    const body = bodyOf(live);
    const address = live.dataset.live;
    sources.get(address)?.close();
    if (state === 'on') body.setAttribute('sse-connect', address); else body.removeAttribute('sse-connect');
    if (window.htmx) htmx.process(body); // off too: htmx connects anew only to what it has seen change
  }

  function unsent(body) {
    const touched = all('input:not([type=hidden]), textarea, select', body).filter(field => {
      if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
      if (field.tagName === 'SELECT') return field.selectedIndex !== Math.max(0, Array.from(field.options).findIndex(option => option.defaultSelected));
      return field.value !== field.defaultValue;
    });
    const focused = body.contains(document.activeElement) && typing(document.activeElement) ? [document.activeElement] : [];
    return touched.concat(focused);
  }

  const handle = element => element.id ? '#' + CSS.escape(element.id)
    : element.name ? '[name="' + CSS.escape(element.name) + '"]' + (element.type === 'radio' || element.type === 'checkbox' ? '[value="' + CSS.escape(element.value) + '"]' : '')
    : element.getAttribute('href') ? 'a[href="' + CSS.escape(element.getAttribute('href')) + '"]' : null;

  function remember(body) {
    const active = body.contains(document.activeElement) ? document.activeElement : null;
    body.kept = {
      focus: active && handle(active),
      fields: unsent(body).map(field => [handle(field), field.type === 'file' ? '' : field.value, field.checked]),
      open: all('details[open][id]', body).map(details => details.id),
    };
  }

  function restore(body) {
    const kept = body.kept;
    if (!kept) return;
    delete body.kept;
    kept.open.forEach(id => { const details = document.getElementById(id); if (details) details.open = true; });
    for (const [selector, value, checked] of kept.fields) {
      const field = selector && body.querySelector(selector);
      if (!field || field.type === 'file') continue;
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = checked;
      else field.value = value;
    }
    if (kept.focus) body.querySelector(kept.focus)?.focus({ preventScroll: true });
  }

  function lives(live) {
    const tick = live.querySelector('[data-live-switch]');
    const show = live.querySelector('[data-live-show]');
    const label = state => { show.textContent = show.dataset[state]; show.hidden = false; show.classList.toggle('news', state === 'news'); };
    const body = bodyOf(live);
    const set = state => {
      connect(live, state);
      if (state === 'off') label('refresh'); else show.hidden = true;
    };
    tick.closest('[hidden]').hidden = false;
    tick.checked = !paused(live);
    set(tick.checked ? 'on' : 'off');
    tick.addEventListener('change', () => {
      try { localStorage.setItem(key(live), tick.checked ? 'no' : 'yes'); } catch { /* private window: for this page only */ }
      set(tick.checked ? 'on' : 'off');
      if (tick.checked) htmx.trigger(body, 'kabinet:show');
    });
    show.addEventListener('click', () => htmx.trigger(body, 'kabinet:show'));
    body.addEventListener('htmx:beforeRequest', event => {
      if (event.target !== body) return;
      const cause = event.detail.requestConfig.triggeringEvent;
      if (cause && cause.type === 'kabinet:show') return;
      if (tick.checked && unsent(body).length === 0 && !body.querySelector('[data-upload-rows] > li')) return;
      event.preventDefault();
      if (tick.checked) label('news');
    });
    body.addEventListener('htmx:beforeSwap', event => { if (event.target === body) remember(body); });
    body.addEventListener('htmx:afterSettle', event => {
      if (event.target !== body) return;
      restore(body);
      if (tick.checked) show.hidden = true;
      live.querySelector('[data-live-said]').textContent = show.dataset.done;
    });
  }

  // ---- Questions that are asked only after another answer: without scripts all are seen, each with its condition in words.
  function conditions(form) {
    const parts = all('[data-when]', form);
    const set = () => parts.forEach(part => {
      const inputs = all('[name="' + CSS.escape(part.dataset.when) + '"]', form).filter(input => !input.closest('[data-when][hidden]'));
      part.hidden = !inputs.some(input => (input.type !== 'radio' || input.checked) && input.value === part.dataset.equals);
    });
    all('[data-when-said]', form).forEach(said => { said.hidden = true; });
    form.addEventListener('change', set);
    set();
  }

  // ---- What a field says of where its value comes from holds as long as the value is that one.
  document.addEventListener('input', event => {
    const source = event.target.closest?.('.field')?.querySelector('.source');
    if (source) source.hidden = event.target.value !== event.target.defaultValue;
  });

  // ---- The keyboard, menus, forms.
  const closeMenus = except => all('details.menu-of[open], details.phone-menu[open]').forEach(menu => { if (!menu.contains(except)) menu.open = false; });

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      const menu = event.target.closest('details.menu-of[open], details.phone-menu[open]');
      menu?.querySelector('summary').focus();
      closeMenus(null);
      all('.history:hover, .history:focus-within').forEach(history => history.classList.add('shut'));
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    if (event.key === '/' && plain && document.documentElement.dataset.keys !== 'off') {
      const search = all('[data-search]').find(field => field.offsetParent);
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });
  document.addEventListener('click', event => closeMenus(event.target));
  for (const left of ['mouseout', 'focusout']) document.addEventListener(left, ({ target, relatedTarget }) => {
    const history = target.closest && target.closest('.history.shut');
    if (history && !history.contains(relatedTarget)) history.classList.remove('shut');
  });

  const AGAIN_MS = 8000; // A form whose answer is a download leaves its page where it is.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || form.hasAttribute('data-again')) return;
    const buttons = all('button:not([type=button])', form);
    setTimeout(() => buttons.forEach(button => { button.disabled = true; button.dataset.pressed = ''; }));
    setTimeout(awake, AGAIN_MS);
  });
  const awake = () => all('[data-pressed]').forEach(button => { button.disabled = false; delete button.dataset.pressed; });
  window.addEventListener('pageshow', awake);
  window.addEventListener('beforeunload', event => { if (sendings.size > 0) event.preventDefault(); });

  document.addEventListener('change', event => {
    if (event.target.matches('[data-tick-all]')) all('.tick input', event.target.closest('table')).forEach(tick => { tick.checked = event.target.checked; });
  });

  // ---- A history opens in a window over the page that it was asked from; what leads on within the history stays in it.
  const pane = document.querySelector('dialog[data-window]');
  const isHistory = address => new URL(address, location.href).pathname.startsWith('/history/');

  async function look(address) {
    const body = pane.querySelector('[data-window-body]');
    const answer = await fetch(address).catch(() => null);
    if (!answer || !answer.ok && answer.status !== 422 || !isHistory(answer.url)) { location.assign(address); return; }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    body.replaceChildren(...page.getElementById('main').children);
    start(body);
    window.htmx?.process(body);
    if (pane.open) body.focus({ preventScroll: true }); else pane.showModal();
    const place = new URL(address, location.href).hash.slice(1);
    (place && body.querySelector('#' + CSS.escape(place)) || pane).scrollIntoView({ block: 'start' });
  }

  if (pane && pane.showModal) {
    document.addEventListener('click', event => {
      const link = event.target.closest('a.clock, dialog[data-window] a');
      if (!link || !isHistory(link.href) || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      look(link.href);
    });
    pane.addEventListener('submit', event => {
      if (event.target.method !== 'get') return;
      event.preventDefault();
      look(event.target.action + '?' + new URLSearchParams(new FormData(event.target)));
    });
    pane.querySelector('[data-window-close]').addEventListener('click', () => pane.close());
  }

  document.addEventListener('click', event => { if (event.target.closest('[data-print]')) window.print(); });

  // The line above a long list of boxes: what does not have its words goes out of sight, ticked or not.
  function narrows(line) {
    line.hidden = false;
    const list = line.closest('fieldset');
    line.querySelector('input').addEventListener('input', event => {
      const sought = event.target.value.trim().toLowerCase();
      all('[data-narrowed]', list).forEach(one => { one.hidden = !one.textContent.toLowerCase().includes(sought); });
      if (sought) all('details[data-narrowed]', list).forEach(one => { one.open = true; });
    });
  }

  // The bell moves with the stream of the page: the number, and what is heard of it.
  function rings(event) {
    const [, count, heard] = event.data.match(/^(\d+) (.*)$/) || [];
    all('a.bell').forEach(bell => {
      if (!heard) return;
      bell.querySelector('.unseen').textContent = heard;
      const known = bell.querySelector('b');
      if (count === '0') { known?.remove(); return; }
      const badge = known || bell.appendChild(Object.assign(document.createElement('b'), { ariaHidden: 'true' }));
      badge.textContent = count;
    });
  }

  function start(root) {
    all('[data-narrow]', root).forEach(narrows);
    all('form[data-upload]', root).forEach(uploads);
    all('form:has([data-when])', root).forEach(conditions);
    all('[data-live]', root).forEach(lives);
    all('[data-tick-all], [data-print]', root).forEach(one => { one.hidden = false; });
  }
  if (window.htmx) htmx.createEventSource = address => {
    const source = new EventSource(address, { withCredentials: true });
    source.addEventListener('bell', rings);
    sources.set(address, source);
    return source;
  };
  start(document);
  document.addEventListener('htmx:load', event => { if (event.detail.elt !== document.body) start(event.detail.elt); });
  document.getElementById('errors')?.focus();
})();
