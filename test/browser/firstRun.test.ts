import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DESKTOP, inspect, PHONE, Stage } from '../support/browser.ts';
import { NO_LIMITS } from '../support/node.ts';

const BUILT = fileURLToPath(new URL('../../dist/app', import.meta.url));
const FIRST_SCRIPT = /\/assets\/index-.*\.js$/;
/** What a browser waits for before it can draw anything, and before the first page stands; compressed by gzip. */
const MOST_BYTES = { firstScript: 176_000, firstPage: 224_000 };

const stage = new Stage(NO_LIMITS);

test('the printed link opens the first run; the sample workspace is full at once', async () => {
  expect(stage.node.setupToken).toBeTruthy();
  const { page, complaints } = await stage.visit(PHONE);
  const script = page.waitForResponse(FIRST_SCRIPT);
  const scripts: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) scripts.push(pathname);
  });
  await page.goto(`${stage.url}/setup?token=${stage.node.setupToken}`);
  await page.getByRole('button', { name: 'Create the owner and start' }).waitFor();
  expect((await script).headers()['content-encoding']).toMatch(/^(br|gzip)$/);
  const bytes = await Promise.all(scripts.map(async (path) => (await stat(`${BUILT}${path}.gz`)).size));
  expect(bytes[scripts.findIndex((path) => FIRST_SCRIPT.test(path))]).toBeLessThan(MOST_BYTES.firstScript);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(MOST_BYTES.firstPage);
  await inspect(page, 'setup-phone');
  await page.setViewportSize(DESKTOP);
  await inspect(page, 'setup-desktop');
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'Enter the sample workspace' }).click();
  await page.waitForURL('**/projects');
  await page
    .getByRole('link', { name: /greeting/i })
    .first()
    .click();
  await page
    .locator('[data-version="1"]')
    .getByRole('button', { name: 'Play version 1' })
    .waitFor({ timeout: 120_000 });

  // Review and channels are not empty either, and say what they show.
  await page.goto(`${stage.url}/channels`);
  const greeting = page.locator('[data-slot="greeting"]');
  await greeting.getByText('Live', { exact: true }).waitFor({ timeout: 120_000 });
  await greeting.getByText('Part of the sample content', { exact: false }).waitFor();
  await page.getByRole('link', { name: /5 waiting for you/ }).click({ timeout: 120_000 });
  await page
    .getByRole('navigation', { name: 'In review' })
    .getByRole('link', { name: /^Greeting/ })
    .click();
  await page.getByText('A comment can be pinned', { exact: false }).waitFor();
  await inspect(page, 'sample-review');
  expect(complaints).toEqual([]);

  const stranger = await stage.visit(PHONE);
  await stranger.page.goto(`${stage.url}/setup?token=${stage.node.setupToken}`);
  await stranger.page.getByRole('button', { name: 'Sign in' }).waitFor();
}, 300_000);
