// What pages do in the browser: times in the reader's zone, keys, the theme, news from the server, charts when there are any.
(() => {
  'use strict';
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Times stand in UTC until here; both have the same length, so that nothing moves.
  const two = number => String(number).padStart(2, '0');
  function localise(within = document) {
    for (const time of all('time[datetime]', within)) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) {
        time.textContent = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
      }
    }
  }

  // The library of charts is large, and loaded after the page is there, where there is a chart.
  let charts = null;
  const load = address => new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = done;
    script.onerror = () => failed(new Error(`'${address}' cannot be loaded.`));
    document.head.append(script);
  });
  function draw() {
    if (!document.querySelector('[data-chart]')) {
      return;
    }
    charts ??= load(document.body.dataset.echarts).then(() => load(document.body.dataset.charts));
    charts.then(() => window.studioCharts.draw(), () => { charts = null; });
  }

  // Themes: that of the machine, light, dark. The server reads the cookie, so that no page flashes.
  function nextTheme() {
    const themes = ['auto', 'light', 'dark'];
    const theme = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    root.dataset.theme = theme;
    document.cookie = `modelyard-theme=${theme}; path=/studio; max-age=31536000; samesite=strict`;
    document.querySelector('meta[name="color-scheme"]').content = theme === 'auto' ? 'light dark' : theme;
    document.querySelector('#theme span:last-child').textContent = theme;
    window.studioCharts?.draw(true);
  }

  // News: the page is fetched again, and what differs is exchanged. Focus, scrolling, open menus and what is being typed stay.
  const stateful = new Set(['INPUT', 'SELECT', 'TEXTAREA']);
  function patch(old, fresh) {
    if (old.isEqualNode(fresh) || stateful.has(old.nodeName)) {
      return;
    }
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
      old.replaceWith(fresh.cloneNode(true));
      return;
    }
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = fresh.nodeValue;
      return;
    }
    for (const { name, value } of [...fresh.attributes]) {
      if (old.getAttribute(name) !== value) {
        old.setAttribute(name, value);
      }
    }
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && name !== 'open') {
        old.removeAttribute(name);
      }
    }
    if (old.hasAttribute('data-keep')) {
      return;
    }
    const before = [...old.childNodes];
    const after = [...fresh.childNodes];
    after.forEach((node, i) => before[i] ? patch(before[i], node) : old.append(node.cloneNode(true)));
    before.slice(after.length).forEach(node => node.remove());
  }
  let refreshing = false;
  let again = false;
  async function refresh() {
    if (refreshing) {
      again = true;
      return;
    }
    refreshing = true;
    try {
      do {
        again = false;
        const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
        if (!answer.ok) {
          return;
        }
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const id of ['page', 'open-alarms']) {
          const old = document.getElementById(id);
          const now = fresh.getElementById(id);
          if (old && now) {
            patch(old, now);
          }
        }
        localise();
        draw();
        window.htmx?.process(document.getElementById('page'));
      } while (again);
    } finally {
      refreshing = false;
    }
  }
  function listen() {
    const topics = new Set((document.getElementById('main').dataset.topics || '').split(' ').filter(Boolean));
    if (!topics.size || !window.EventSource) {
      return;
    }
    // Browsers allow few connections to a server, so that only pages that are seen listen; the others catch up when they are.
    let events = null;
    const open = () => {
      events = new EventSource('/studio/events');
      events.addEventListener('changed', news => news.data.split(' ').some(topic => topics.has(topic)) && refresh());
    };
    const close = () => {
      events?.close();
      events = null;
    };
    document.addEventListener('visibilitychange', () => {
      close();
      if (!document.hidden) {
        open();
        refresh();
      }
    });
    document.hidden || open();
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', shown => shown.persisted && location.reload());
  }

  // Keys.
  function move(step) {
    const rows = all('table[data-list] > tbody > tr, .attention > li');
    if (!rows.length) {
      return;
    }
    const at = rows.findIndex(row => row.classList.contains('at'));
    const next = Math.min(rows.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step));
    rows.forEach(row => row.classList.remove('at'));
    rows[next].classList.add('at');
    rows[next].scrollIntoView({ block: 'nearest' });
    rows[next].querySelector('a')?.focus({ preventScroll: true });
  }
  let going = false;
  document.addEventListener('keydown', event => {
    const typing = event.target.closest('input:not([type="range"]):not([type="checkbox"]), select, textarea, [contenteditable]');
    if (event.key === 'Escape') {
      all('details.help[open], details.menu[open], details.ask[open]').forEach(menu => { menu.open = false; menu.querySelector('summary').focus(); });
      if (typing) {
        typing.blur();
      }
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
      return;
    }
    if (going) {
      going = false;
      const link = document.querySelector(`.side a[data-key="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
        return;
      }
    }
    switch (event.key) {
      case 'g': going = true; break;
      case '/': {
        const search = document.querySelector('input[type="search"]');
        if (search) {
          event.preventDefault();
          search.focus();
          search.select();
        }
        break;
      }
      case '?': document.getElementById('keys').showModal(); break;
      case 't': nextTheme(); break;
      case 'j': move(1); break;
      case 'k': move(-1); break;
    }
  });
  document.addEventListener('click', event => {
    going = false;
    all('details.help[open], details.menu[open], details.ask[open]').forEach(menu => menu.contains(event.target) || (menu.open = false));
    const button = event.target.closest('button[data-export]');
    if (button) {
      window.studioCharts?.save(button.closest('figure'), button.dataset.export);
      button.closest('details').open = false;
    }
    const copy = event.target.closest('button[data-copy]');
    if (copy) {
      navigator.clipboard?.writeText(document.getElementById(copy.dataset.copy).textContent).then(() => {
        document.getElementById('live').textContent = 'Copied';
      });
    }
    if (event.target.closest('#theme')) {
      nextTheme();
    }
    if (event.target.closest('#keys-button')) {
      document.getElementById('keys').showModal();
    }
    if (event.target.closest('[data-restart]')) {
      const first = document.getElementById('first');
      first.value = '';
      first.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });

  // A slider and its field are one value; a choice that sends its form needs no button.
  document.addEventListener('input', event => {
    const pair = event.target.dataset.pair && document.getElementById(event.target.dataset.pair);
    if (pair) {
      pair.value = event.target.value;
    }
  }, true);
  document.addEventListener('change', event => {
    if (event.target.matches('[data-submit]')) {
      event.target.form.requestSubmit();
    }
  });
  document.addEventListener('htmx:afterSwap', () => { localise(); draw(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => window.studioCharts?.draw(true));

  localise();
  listen();
  requestAnimationFrame(() => setTimeout(draw, 0));
})();
