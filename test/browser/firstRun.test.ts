import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, PHONE, violations, visit } from '../support/browser.ts';
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
  expect(complaints).toEqual([]);

  const stranger = await visit(browser, PHONE);
  await stranger.page.goto(`${node.url}/setup?token=${node.setupToken}`);
  await stranger.page.getByRole('button', { name: 'Sign in' }).waitFor();
}, 120_000);
