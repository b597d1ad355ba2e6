// The HTML report in a real browser: pages.mjs PROGRAM, from the top folder of the project.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { need, openBrowser, sample, samples, work, write } from './harness.mjs';
import { hostileTrace } from './hostile.mjs';

await need('axe-core');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await openBrowser();

/* ---- what is looked at ---- */

function file(name, text) {
    const path = join(work, name);
    writeFileSync(path, text);
    return path;
}

/** 30,000 lines, of which the page cannot hold all, with a failure at their end. */
function longTrace() {
    const failing = readFileSync(sample('002'), 'utf8');
    return 'AT+S.STS\r\nAT-S.Var:ip_ipaddr=10.0.0.7\r\nAT-S.OK\r\n'.repeat(10000) + failing;
}

const page = (name, ...traces) => ({ name, path: write(`${name}.html`, ['-f', 'html', ...traces]) });
const pages = samples.map((s, i) => page(`sample-${i}`, s));
const kinds = [
    page('failing', sample('001')),
    page('several-attempts', sample('043')),
    page('healthy', sample('044')),
    page('no-attempt', sample('020')),
    page('driver-log', sample('008')),
    page('several-traces', sample('002'), sample('044'), sample('020')),
    page('a-little-hostile', file('little.log', hostileTrace(3))),
    { name: 'ticket', path: write('ticket.html', ['ticket', sample('002')]) },
];
const hostile = page('hostile', file('hostile.log', hostileTrace()));
const long = page('long', file('long.log', longTrace()));
const everyPage = [...pages, ...kinds, hostile, long];

/* ---- opening ---- */

/** A tab without a network, and all that its page complains of or asks for. */
async function openTab(options) {
    const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 800 }, ...options });
    const tab = await context.newPage();
    const seen = { complaints: [], requests: [] };
    tab.on('console', m => seen.complaints.push(`${m.type()}: ${m.text()}`));
    tab.on('pageerror', e => seen.complaints.push(`error: ${e.message}`));
    tab.on('request', r => seen.requests.push(r.url()));
    tab.on('dialog', d => { seen.complaints.push(`dialog: ${d.message()}`); d.dismiss(); });
    return { tab, seen, close: () => context.close() };
}

/** One page after the other, in two tabs. */
async function each(list, options, use) {
    const rest = [...list];
    const worker = async () => {
        const { tab, seen, close } = await openTab(options);
        try {
            for (let next = rest.shift(); next; next = rest.shift()) {
                seen.complaints.length = seen.requests.length = 0;
                await tab.goto(pathToFileURL(next.path).href);
                await use(tab, seen, next.name);
            }
        } finally {
            await close();
        }
    };
    await Promise.all([worker(), worker()]);
}

const with_page = (path, options, use) => each([{ path }], options, use);

/* ---- what holds for every page ---- */

/** In the page: follows every link of evidence and tells which of them lead elsewhere. */
async function followEvidence() {
    const faults = [];
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const links = [...document.querySelectorAll('.evidence a')];
    for (const link of links) {
        const quoted = link.closest('li').querySelector('code').textContent.replace(/ \.\.\.$/, '');
        link.click();
        const id = link.getAttribute('href').slice(1);
        const target = document.getElementById(id);
        if (!target) { faults.push(`${id} is missing`); continue; }
        for (let i = 0; i < 3 && !inView(target); i++) {
            await frame(); // the page itself corrects its aim when a part is drawn for the first time
        }
        if (!inView(target)) { faults.push(`${id} is not in view`); }
        if (document.activeElement !== target) { faults.push(`${id} has not the focus`); }
        if (location.hash !== '#' + id) { faults.push(`${id} is not in the address`); }
        const words = /-e\d+$/.test(id) && quoted !== '' ? target.textContent : '';
        if (!quoted.startsWith(words) && !words.startsWith(quoted) && !wrapped(target, quoted)) {
            faults.push(`${id} marks "${words}", not "${quoted}"`);
        }
        if (words !== '' && !target.closest('mark')) { faults.push(`${id} is not marked`); }
    }
    function inView(target) {
        const box = target.getBoundingClientRect();
        const pane = target.closest('.trace').getBoundingClientRect();
        const top = Math.max(0, pane.top), bottom = Math.min(innerHeight, pane.bottom);
        return box.height > 0 && box.top >= top - 1 && box.bottom <= bottom + 1;
    }
    /* In captures that wrap what was said (hexadecimal, prose), other characters stand for it. */
    function wrapped(target, quoted) {
        return !target.closest('.line').textContent.includes(quoted);
    }
    return { n: links.length, faults };
}

/** In the page: links that lead nowhere, or out of it. */
function lostLinks() {
    return [...document.querySelectorAll('a')].map(a => a.getAttribute('href'))
        .filter(h => !h.startsWith('#') || !document.getElementById(h.slice(1)));
}

test('every page opens in silence, asks for nothing but itself, fits any window; every link of evidence ' +
    'leads to its characters, marked, in view and focused', async () => {
    let links = 0;
    await each(everyPage, {}, async (tab, seen, name) => {
        assert.deepEqual(seen.complaints, [], name);
        assert.deepEqual(seen.requests, [tab.url()], name);
        assert.deepEqual(await tab.evaluate(lostLinks), [], name);
        const followed = await tab.evaluate(followEvidence);
        assert.deepEqual(followed.faults, [], name);
        links += followed.n;
        for (const width of [320, 400, 800]) {
            await tab.setViewportSize({ width, height: 800 });
            const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(over <= 0, `${name}: ${over} pixels at ${width}`);
        }
        await tab.setViewportSize({ width: 1280, height: 800 });
        assert.deepEqual(seen.complaints, [], name);
        assert.equal(seen.requests.length, 1, name);
    });
    assert.ok(links > 100, `${links} links`);
});

/* ---- what a reader does with one ---- */

test('the policy stops a script that is not the page\'s own', () =>
    with_page(kinds[0].path, {}, async tab => {
        const ran = await tab.evaluate(() => {
            const script = document.createElement('script');
            script.textContent = 'window.foreign = true';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<b onclick="window.foreign = true">x</b>');
            document.body.lastChild.click();
            return window.foreign === true;
        });
        assert.equal(ran, false);
    }));

test('links work without scripts, too', () =>
    with_page(kinds[0].path, { javaScriptEnabled: false }, async tab => {
        const link = tab.locator('.evidence a').nth(2);
        const id = (await link.getAttribute('href')).slice(1);
        await link.click();
        assert.ok(tab.url().endsWith('#' + id));
        assert.ok(await tab.locator('#' + id).isVisible());
        assert.equal(await tab.locator('#tools').isVisible(), false);
    }));

test('search counts, goes from hit to hit, opens what is folded, and forgets', () =>
    with_page(kinds[0].path, {}, async tab => {
        const told = tab.locator('#hits');
        await tab.keyboard.press('/');
        await tab.keyboard.type('skip ca');
        const want = await tab.evaluate(() => document.getElementById('main').textContent
            .toLowerCase().split('skip ca').length - 1);
        assert.ok(want >= 2);
        assert.equal(await told.textContent(), `${want} found`);
        await tab.keyboard.press('Enter');
        assert.equal(await told.textContent(), `1 of ${want}`);
        await tab.keyboard.press('Shift+Enter');
        assert.equal(await told.textContent(), `${want} of ${want}`);
        await tab.keyboard.press('Escape');
        assert.equal(await told.textContent(), '');

        const hidden = await tab.locator('.fold .line code').nth(5).textContent();
        assert.equal(await tab.locator('.fold').first().evaluate(e => e.open), false);
        await tab.keyboard.type(hidden.slice(0, 30));
        await tab.keyboard.press('Enter');
        assert.equal(await tab.locator('.fold').first().evaluate(e => e.open), true);
        assert.ok(await tab.locator('.fold .line').nth(5).isVisible());
    }));

test('a page can be used with the keyboard alone', () =>
    with_page(kinds[0].path, {}, async tab => {
        const focused = () => tab.evaluate(() => {
            const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
            return { id: e.id, tag: e.tagName, inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
                ring: style.outlineStyle !== 'none' && style.outlineWidth !== '0px', text: e.textContent };
        });
        await tab.keyboard.press('Tab');
        assert.equal((await focused()).text, 'To the report');
        await tab.keyboard.press('Enter');
        assert.equal((await focused()).id, 'main');

        const tags = new Set();
        for (let i = 0; i < 200; i++) {
            await tab.keyboard.press('Tab');
            const at = await focused();
            if (at.tag === 'BODY') { break; }
            tags.add(at.tag);
            assert.ok(at.inside && at.ring, `${at.tag} "${at.text.slice(0, 40)}"`);
        }
        assert.ok(['A', 'BUTTON', 'DIV', 'SUMMARY'].every(t => tags.has(t)), [...tags].join(' '));

        await tab.locator('.evidence a').first().focus();
        await tab.keyboard.press('Enter');
        assert.equal((await focused()).id, 't0-f1-e1');
        await tab.keyboard.press('Tab'); // what it says, and the way back
        await tab.keyboard.press('Enter');
        assert.equal((await focused()).id, 't0-f1');
    }));

test('the commands of a fix are copied as they are to be typed', () =>
    with_page(kinds[0].path, { permissions: ['clipboard-read', 'clipboard-write'] }, async tab => {
        await tab.locator('.fix .commands button').first().focus();
        await tab.keyboard.press('Enter');
        await tab.locator('#live', { hasText: 'Copied' }).waitFor();
        const copied = await tab.evaluate(() => navigator.clipboard.readText());
        assert.equal(copied, 'AT+S.TLSCERT=content,2\nAT+S.TLSCERT=ca,891');
    }));

test('of several traces each can be reached', () =>
    with_page(kinds.find(k => k.name === 'several-traces').path, {}, async tab => {
        await tab.locator('.jump summary').click();
        assert.equal(await tab.locator('.jump li').count(), 3);
        await tab.locator('.jump a').nth(2).click();
        assert.equal(await tab.evaluate(() => document.activeElement.id), 't2');
    }));

test('the choice of light or dark is the reader\'s', () =>
    with_page(kinds[0].path, { colorScheme: 'light' }, async tab => {
        const ground = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const light = await ground();
        await tab.emulateMedia({ colorScheme: 'dark' });
        const dark = await ground();
        assert.notEqual(light, dark);
        await tab.locator('#theme').click();
        assert.equal(await ground(), light);
        await tab.locator('#theme').click();
        assert.equal(await ground(), dark);
    }));

test('a page prints as PDF, with the whole trace', () =>
    with_page(kinds[0].path, { colorScheme: 'dark' }, async tab => {
        const pdf = await tab.pdf({ format: 'A4' });
        assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
        const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
        assert.ok(sheets >= 3 && sheets <= 12, `${sheets} sheets`);
        await tab.emulateMedia({ media: 'print' });
        const print = await tab.evaluate(() => {
            const trace = document.querySelector('.trace');
            return { hidden: trace.scrollHeight - trace.clientHeight, ground: getComputedStyle(document.body).backgroundColor,
                bar: getComputedStyle(document.getElementById('tools')).display };
        });
        assert.ok(print.hidden <= 0);
        assert.equal(print.ground, 'rgb(255, 255, 255)');
        assert.equal(print.bar, 'none');
    }));

test('a long trace opens quickly and shows its end', () =>
    with_page(long.path, {}, async tab => {
        assert.ok(await tab.locator('.gap').count() > 0);
        const last = await tab.locator('.evidence a').first().getAttribute('href');
        const line = await tab.locator(last).evaluate(e => Number(e.closest('.line').dataset.n));
        assert.ok(line > 30000, `line ${line}`);
        const ready = await tab.evaluate(() => performance.getEntriesByType('navigation')[0].domComplete);
        assert.ok(ready < 20000, `${ready} ms`);
    }));

/** Everything in the light; in the dark only what the light changes. */
const looks = [{ colorScheme: 'light', of: kinds, rules: {} },
    { colorScheme: 'dark', of: kinds.slice(0, 4), rules: { runOnly: ['color-contrast', 'link-in-text-block'] } }];
for (const { colorScheme, of, rules } of looks) {
    test(`axe finds nothing to object to, ${colorScheme}`, () =>
        each(of, { colorScheme }, async (tab, seen, name) => {
            await tab.evaluate(axe);
            const { violations } = await tab.evaluate(options => window.axe.run(document, options), rules);
            const told = violations.map(v => `${v.id}: ${v.nodes.length}, ${v.nodes[0].html.slice(0, 200)}`);
            assert.deepEqual(told, [], name);
        }));
}

test('what a hostile capture holds stays text', () =>
    with_page(hostile.path, {}, async (tab, seen) => {
        const found = await tab.evaluate(() => ({
            pwned: window.pwned,
            tags: document.querySelectorAll('script:not(:last-of-type), img, iframe, object, embed, base, link, [onload], [onerror], [ontoggle]').length,
            scripts: document.scripts.length,
            said: document.body.textContent.includes('<script>window.pwned=1</script>'),
        }));
        assert.deepEqual(found, { pwned: undefined, tags: 0, scripts: 1, said: true });
        assert.deepEqual(seen.complaints, []);
    }));

test.after(() => browser.close());
