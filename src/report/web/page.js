/* Comfort on top of a page that is complete without it: search, copy buttons, links that move the trace
 * and not the page, the choice of light or dark. Nothing of a trace ever becomes markup here: texts are
 * read and classes set. */
(function () {
    'use strict';
    var root = document.documentElement;
    var live = document.getElementById('live');

    function all(selector, within) {
        return Array.prototype.slice.call((within || document).querySelectorAll(selector));
    }
    function byId(id) { return document.getElementById(id); }
    function button(text, label, press) {
        var b = document.createElement('button');
        b.type = 'button';
        b.textContent = text;
        b.setAttribute('aria-label', label);
        b.addEventListener('click', press);
        return b;
    }
    function unfold(element) {
        for (var e = element.parentElement; e; e = e.parentElement) {
            if (e.tagName === 'DETAILS') { e.open = true; }
        }
    }

    /* ---- links inside of the page ---- */

    /* The trace scrolls beside the findings; where both stand below each other, the page does. */
    function scroll_within(pane, element) {
        pane.scrollTop += element.getBoundingClientRect().top - pane.getBoundingClientRect().top -
            pane.clientHeight / 3;
    }
    function show(element, block) {
        unfold(element);
        var pane = element.closest('.trace');
        if (!pane || pane.scrollHeight <= pane.clientHeight + 1) {
            element.scrollIntoView({ block: block });
            return;
        }
        var frame = pane.getBoundingClientRect();
        if (frame.bottom < 80 || frame.top > window.innerHeight - 80) {
            pane.scrollIntoView({ block: 'nearest' });
        }
        scroll_within(pane, element);
        var at = element.getBoundingClientRect();
        if (at.bottom > window.innerHeight || at.top < 60) {
            window.scrollBy(0, at.top - window.innerHeight / 2);
        }
        /* Parts that were never drawn have only now got their height. */
        requestAnimationFrame(function () { scroll_within(pane, element); });
    }
    function go(id) {
        var element = id && byId(id);
        if (!element) { return false; }
        all('.here').forEach(function (e) { e.classList.remove('here'); });
        (element.closest('mark') || element).classList.add('here');
        show(element, element.closest('.trace') ? 'center' : 'start');
        if (!element.hasAttribute('tabindex')) { element.tabIndex = -1; }
        element.focus({ preventScroll: true });
        return true;
    }
    function fragment() {
        try { return decodeURIComponent(location.hash.slice(1)); } catch (e) { return ''; }
    }
    document.addEventListener('click', function (event) {
        var link = event.target.closest && event.target.closest('a[href^="#"]');
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) { return; }
        var id = link.getAttribute('href').slice(1);
        if (go(id)) {
            event.preventDefault();
            if (fragment() !== id) { history.pushState(null, '', '#' + id); }
        }
    });
    window.addEventListener('popstate', function () { go(fragment()); });

    /* ---- search ---- */

    var form = byId('search'), field = byId('q'), told = byId('hits');
    var marks = window.CSS && CSS.highlights && window.Highlight;
    var hits = [], current = -1;

    /* A text node after the other: a hit lies within one, or within the line it stands in. */
    function find_ranges(words) {
        var walker = document.createTreeWalker(byId('main'), NodeFilter.SHOW_TEXT);
        var found = [];
        for (var node = walker.nextNode(); node; node = walker.nextNode()) {
            var text = node.data.toLowerCase();
            for (var at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
                var range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, Math.min(at + words.length, node.length));
                found.push(range);
            }
        }
        return found;
    }
    function holder(range) {
        var e = range.startContainer.parentElement;
        return e.closest('.line, li, p, h4, pre, dd') || e;
    }
    function paint() {
        if (marks) {
            CSS.highlights.delete('current');
            CSS.highlights.set('found', hits.reduce(function (h, r) { return h.add(r); }, new Highlight()));
            if (current >= 0) { CSS.highlights.set('current', new Highlight(hits[current])); }
            return;
        }
        all('.hit').forEach(function (e) { e.classList.remove('hit'); });
        if (current >= 0) { holder(hits[current]).classList.add('hit'); }
    }
    function search() {
        var words = field.value.toLowerCase();
        hits = words === '' ? [] : find_ranges(words);
        current = -1;
        told.textContent = words === '' ? '' : hits.length + ' found';
        paint();
    }
    function step(by) {
        if (hits.length === 0) { return; }
        current = current < 0 && by < 0 ? hits.length - 1 : (current + by + hits.length) % hits.length;
        told.textContent = (current + 1) + ' of ' + hits.length;
        paint();
        show(holder(hits[current]), 'center');
    }
    field.addEventListener('input', search);
    field.addEventListener('keydown', function (event) {
        if (event.key === 'Enter') { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
        if (event.key === 'Escape') { field.value = ''; search(); }
    });
    form.addEventListener('submit', function (event) { event.preventDefault(); step(1); });
    byId('back').addEventListener('click', function () { step(-1); });
    document.addEventListener('keydown', function (event) {
        var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
        if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            field.focus();
            field.select();
        }
    });

    /* ---- copying what is to be typed ---- */

    function copy_by_hand(text) {
        var area = document.createElement('textarea');
        area.value = text;
        document.body.appendChild(area);
        area.select();
        var good = document.execCommand('copy');
        area.remove();
        return good;
    }
    function copy(text, done) {
        function other() { done(copy_by_hand(text)); }
        if (navigator.clipboard && window.isSecureContext) {
            navigator.clipboard.writeText(text).then(function () { done(true); }, other);
        } else {
            other();
        }
    }
    all('.commands').forEach(function (box) {
        var b = button('Copy', 'Copy these commands', function () {
            copy(box.querySelector('pre').textContent, function (good) {
                b.textContent = good ? 'Copied' : 'Not copied';
                live.textContent = b.textContent;
                setTimeout(function () { b.textContent = 'Copy'; live.textContent = ''; }, 1500);
                b.focus();
            });
        });
        box.appendChild(b);
    });

    /* ---- light or dark, and the way to each of many traces ---- */

    var theme = byId('theme'), themes = ['auto', 'light', 'dark'], chosen = 0;
    var names = ['Auto', 'Light', 'Dark'];
    theme.addEventListener('click', function () {
        chosen = (chosen + 1) % themes.length;
        if (chosen === 0) { root.removeAttribute('data-theme'); } else { root.dataset.theme = themes[chosen]; }
        theme.textContent = names[chosen];
    });

    var sections = all('section.report');
    if (sections.length > 1) {
        var jump = document.createElement('details'), head = document.createElement('summary');
        var list = document.createElement('ol');
        jump.className = 'jump';
        head.className = 'button';
        head.textContent = sections.length + ' traces';
        sections.forEach(function (section) {
            var item = document.createElement('li'), link = document.createElement('a');
            link.href = '#' + section.getAttribute('aria-labelledby');
            link.textContent = section.querySelector('h2').textContent;
            link.addEventListener('click', function () { jump.open = false; });
            item.appendChild(link);
            item.appendChild(document.createTextNode(' ' + section.querySelector('.tally').textContent));
            list.appendChild(item);
        });
        jump.appendChild(head);
        jump.appendChild(list);
        jump.addEventListener('keydown', function (event) {
            if (event.key === 'Escape') { jump.open = false; head.focus(); }
        });
        theme.parentElement.insertBefore(jump, theme);
    }

    root.classList.add('script');
    byId('tools').hidden = false;
    go(fragment());
})();
