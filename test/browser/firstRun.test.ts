import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, openBrowser, PHONE, violations, visit } from '../support/browser.ts';
import { NO_LIMITS, type RunningNode, startNode } from '../support/node.ts';

let node: RunningNode;
let browser: Browser;
beforeAll(async () => {
  node = await startNode(NO_LIMITS);
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await node?.stop();
}, 30_000);

test('the printed link opens the first run; the sample workspace is full at once', async () => {
  expect(node.setupToken).toBeTruthy();
  const { page, complaints } = await visit(browser, PHONE);
  await page.goto(`${node.url}/setup?token=${node.setupToken}`);
  await page.getByRole('button', { name: 'Create the owner and start' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize(DESKTOP);
  expect(await violations(page)).toEqual([]);
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
    .waitFor({ timeout: 60_000 });

  // Review and channels are not empty either, and say what they show.
  await page.goto(`${node.url}/channels`);
  const greeting = page.locator('[data-slot="greeting"]');
  await greeting.getByText('Live', { exact: true }).waitFor({ timeout: 60_000 });
  await greeting.getByText('Part of the sample content', { exact: false }).waitFor();
  await page.getByRole('link', { name: /5 waiting for you/ }).click({ timeout: 60_000 });
  await page
    .getByRole('link', { name: /^Greeting/ })
    .first()
    .click();
  await page.getByText('A comment can be pinned', { exact: false }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);

  const stranger = await visit(browser, PHONE);
  await stranger.page.goto(`${node.url}/setup?token=${node.setupToken}`);
  await stranger.page.getByRole('button', { name: 'Sign in' }).waitFor();
}, 120_000);
