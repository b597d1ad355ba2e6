// The other formats before parsers of others in a real browser: formats.mjs PROGRAM.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { need, openBrowser, samples, work, write } from './harness.mjs';
import { hostileTrace } from './hostile.mjs';

let mermaid;
try {
    mermaid = readFileSync(createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js'), 'utf8');
} catch {
    await need('mermaid/dist/mermaid.min.js');
}
const browser = await openBrowser();
const hostile = join(work, 'hostile.log');
writeFileSync(hostile, hostileTrace());
const traces = [...samples, hostile];

async function with_tab(use) {
    const context = await browser.newContext({ offline: true });
    try {
        await use(await context.newPage());
    } finally {
        await context.close();
    }
}

test('Mermaid draws every diagram, with what was said in it as text', () => with_tab(async tab => {
    let drawn = 0;
    await tab.setContent('<!DOCTYPE html><title>x</title><body></body>');
    await tab.evaluate(mermaid);
    await tab.evaluate(() => window.mermaid.initialize({ startOnLoad: false, securityLevel: 'loose' }));
    for (const [i, trace] of traces.entries()) {
        const text = readFileSync(write(`${i}.mmd`, ['-f', 'mermaid', trace]), 'utf8');
        for (const one of text.split(/^(?=sequenceDiagram$)/m).filter(d => d.startsWith('sequence'))) {
            const svg = await tab.evaluate(async ([diagram, id]) => {
                const made = await window.mermaid.render(id, diagram);
                document.body.innerHTML = made.svg;
                return { tags: document.querySelectorAll('script, img, iframe').length, pwned: window.pwned,
                    steps: document.querySelectorAll('.messageText, .noteText').length };
            }, [one, `d${drawn}`]);
            assert.equal(svg.tags, 0, trace);
            assert.equal(svg.pwned, undefined, trace);
            assert.ok(svg.steps >= 2, trace);
            drawn++;
        }
    }
    assert.ok(drawn > 20, `${drawn} diagrams`);
}));

test('SVG is a picture of the size it says, and nothing else', () => with_tab(async tab => {
    for (const [i, trace] of traces.entries()) {
        const path = write(`${i}.svg`, ['-f', 'svg', trace]);
        await tab.goto(pathToFileURL(path).href);
        const found = await tab.evaluate(() => {
            const root = document.documentElement, box = root.viewBox.baseVal;
            const over = [...root.querySelectorAll('text, line, rect, path')].filter(e => {
                const r = e.getBoundingClientRect();
                return r.right > box.width + 1 || r.bottom > box.height + 1 || r.left < -1 || r.top < -1;
            });
            return { root: root.nodeName, pwned: window.pwned, scripts: document.querySelectorAll('script, image, foreignObject, a').length,
                over: over.map(e => e.outerHTML).slice(0, 3) };
        });
        assert.deepEqual(found, { root: 'svg', pwned: undefined, scripts: 0, over: [] }, trace);
    }
}));

test('JUnit is XML that a browser reads, with the words as words', () => with_tab(async tab => {
    for (const [i, trace] of traces.entries()) {
        const text = readFileSync(write(`${i}.xml`, ['-f', 'junit', trace]), 'utf8');
        const found = await tab.evaluate(xml => {
            const document = new DOMParser().parseFromString(xml, 'application/xml');
            const names = new Set([...document.querySelectorAll('*')].map(e => e.nodeName));
            return { error: document.querySelector('parsererror')?.textContent ?? null, names: [...names].sort() };
        }, text);
        assert.equal(found.error, null, trace);
        const known = ['failure', 'skipped', 'system-out', 'testcase', 'testsuite', 'testsuites'];
        assert.deepEqual(found.names.filter(n => !known.includes(n)), [], trace);
    }
}));

test('no format lets a control or a bidirectional character through', () => {
    for (const format of ['text', 'json', 'ndjson', 'markdown', 'html', 'sarif', 'junit', 'diagram', 'mermaid', 'svg']) {
        const text = readFileSync(write(`hostile.${format}`, ['-f', format, hostile]), 'utf8');
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u, format);
    }
});

test.after(() => browser.close());
