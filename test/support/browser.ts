import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Widths at which every scene must work, in CSS pixels. */
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** The installed Chromium where one is named, otherwise the one that npm brings along. */
export async function openBrowser(): Promise<Browser> {
  const named = process.env.VOICEOPS_TEST_CHROMIUM;
  if (named && !existsSync(named))
    throw new Error(`VOICEOPS_TEST_CHROMIUM names ${named}, which does not exist`);
  return chromium.launch({
    executablePath: named ?? (await unpackedChromium()),
    args: [
      // Its own list, for functions in a cloud, asks for a single process, which ends with the first closed window.
      ...(named ? [] : sparticuz.args.filter((arg) => arg !== '--single-process')),
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
    ],
  });
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/**
 * Where npm's Chromium lies unpacked, once for this checkout. It unpacks itself into the temporary folder under
 * names that other users may hold, and takes what an interrupted run left there for whole.
 */
async function unpackedChromium(): Promise<string> {
  const folder = join(CACHE, 'chromium');
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    const unpacking = mkdtempSync(join(CACHE, 'chromium-'));
    const { TMPDIR } = process.env;
    process.env.TMPDIR = unpacking;
    try {
      await sparticuz.executablePath();
      renameSync(unpacking, folder);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      rmSync(unpacking, { recursive: true, force: true });
    }
  }
  return join(folder, 'chromium');
}

export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the console and the page complained about. */
  complaints: string[];
}

/** A person at a screen of their own. */
export async function visit(
  browser: Browser,
  viewport = DESKTOP,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    hasTouch: viewport.width < 600,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refusal that the app shows is also printed by the browser; it is no fault.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  return { page, context, complaints };
}

/**
 * Serious accessibility violations on the page, in words. The whole page is laid out for it: bars that stand still
 * cover what can be scrolled from under them, which axe would count as too small to hit.
 */
export async function violations(page: Page): Promise<string[]> {
  const viewport = page.viewportSize() ?? DESKTOP;
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width: viewport.width, height: Math.max(viewport.height, height) });
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  await page.setViewportSize(viewport);
  return found
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}
