// What the scripts of this folder share: the program, a folder for its output, a browser, and the way
// to say that something needed is not there (exit status 77: skipped).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

function skip(reason) {
    console.log(`skipped: ${reason}`);
    process.exit(77);
}

export async function need(name) {
    try {
        return await import(name);
    } catch {
        return skip(`the package ${name} is not installed (npm ci in tests/web)`);
    }
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function openBrowser() {
    const { chromium } = (await need('playwright-core')).default;
    const path = [process.env.CHROMIUM, ...browsers].find(p => p && existsSync(p));
    if (!path) {
        skip('no Chromium (Debian package chromium, or name one in CHROMIUM)');
    }
    return chromium.launch({
        executablePath: path,
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
    });
}

export const program = resolve(process.argv[2]);
export const work = mkdtempSync(join(tmpdir(), 'spwfdiag-web-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

/** Runs the program; returns the path of what it wrote. */
export function write(name, args) {
    const path = join(work, name);
    const run = spawnSync(program, [...args, '-o', path], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8', SPWFDIAG_NOW: '2018-03-26T18:19:00Z' },
    });
    if (run.status !== 0 && run.status !== 1) {
        throw new Error(`${args.join(' ')}: exit ${run.status}: ${run.stderr}`);
    }
    return path;
}

/** All sample traces. */
export const samples = readdirSync('traces', { withFileTypes: true })
    .filter(d => d.isDirectory())
    .flatMap(d => readdirSync(join('traces', d.name))
        .filter(f => /^trace.*\.txt$/.test(f))
        .map(f => join('traces', d.name, f)))
    .sort();

export const sample = number => samples.find(s => s.includes(`/${number}-`));
