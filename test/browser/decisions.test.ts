import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, openBrowser, PHONE, violations, visit } from '../support/browser.ts';
import { type Client, clientOf } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';

const PASSWORD = 'a colleague’s password';
let node: RunningNode;
let browser: Browser;
let key: Client;
beforeAll(async () => {
  node = await startNode({ ...OWNER, ...NO_LIMITS });
  browser = await openBrowser();
  key = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
  for (const role of ['editor', 'reviewer', 'admin'])
    await key.post('/api/v1/members', { email: `${role}@example.com`, name: role, role, password: PASSWORD });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await node?.stop();
}, 30_000);

async function enter(page: Page, role: string): Promise<void> {
  await page.goto(`${node.url}/sign-in`);
  await page.getByLabel('E-mail').fill(`${role}@example.com`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/projects');
}

/** Keeps a picture for people to look at, where a folder for them is named. */
async function inspect(page: Page, name: string): Promise<void> {
  const folder = process.env.VOICEOPS_TEST_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
  expect([name, await violations(page)]).toEqual([name, []]);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect([name, 'px too wide', overflow]).toEqual([name, 'px too wide', 0]);
}

/** A generated version of a new script, by the key's owner. */
async function version(title: string): Promise<string> {
  const project = (await key.post('/api/v1/projects', { name: title, purpose: 'support' })).body;
  const script = (
    await key.post(`/api/v1/projects/${project.id}/scripts`, {
      title,
      language: 'en-US',
      text: 'Hello there.',
    })
  ).body;
  const voices = (await key.get('/api/v1/voices?limit=200')).body.items;
  const voiceId = voices.find((one: { languages: string[] }) => one.languages.includes('en-US')).id;
  const { id } = (await key.post(`/api/v1/scripts/${script.id}/versions`, { voiceId })).body;
  await expect
    .poll(async () => (await key.get(`/api/v1/versions/${id}`)).body.state, { timeout: 90_000 })
    .toBe('ready');
  return id;
}

for (const [size, viewport] of [
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const) {
  test(`a channel that asks for two approvals gets both on the screen (${size})`, async () => {
    const channel = `strict-${size}`;
    await key.post('/api/v1/channels', {
      slug: channel,
      name: `Strict ${size}`,
      rules: { requiredApprovals: 2, approverRoles: ['admin'] },
      slots: ['greeting'],
    });
    const title = `Twice ${size}`;
    const id = await version(title);
    await key.post(`/api/v1/versions/${id}/status`, { to: 'in_review' });
    const rita = await visit(browser, viewport);
    await enter(rita.page, 'reviewer');
    await rita.page.goto(`${node.url}/review/${id}`);
    await rita.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await rita.page.getByText(`Not yet in Strict ${size}.`).waitFor();
    await rita.page.getByText('asks for 2 approvals by different people').first().waitFor();
    expect(await rita.page.getByRole('button', { name: 'Approve it too' }).count()).toBe(0);

    // The editor is refused in the dialog, which leads to the version; the admin gives the second approval.
    const alan = await visit(browser, viewport);
    await enter(alan.page, 'admin');
    await alan.page.goto(`${node.url}/channels/${channel}?slot=${channel}/greeting`);
    const refused = alan.page.locator('label', { hasText: `${title}, version 1` });
    await refused.getByRole('link', { name: 'Open it in review' }).click();
    await alan.page.getByText(`Not yet in Strict ${size}.`).waitFor();
    await inspect(alan.page, `${size}-approve-too`);
    await alan.page.getByRole('button', { name: 'Approve it too' }).click();
    await alan.page.getByText(`Not yet in Strict ${size}.`).waitFor({ state: 'detached' });
    await alan.page.goto(`${node.url}/channels/${channel}?slot=${channel}/greeting`);
    await alan.page.getByRole('radio', { name: new RegExp(`${title}, version 1`) }).check();
    await alan.page.getByLabel('Reason').fill('Both agree');
    await alan.page.getByRole('button', { name: 'Deploy now' }).click();
    await alan.page.getByText('“Both agree”').first().waitFor();
    expect([...rita.complaints, ...alan.complaints]).toEqual([]);
    await rita.context.close();
    await alan.context.close();
  }, 180_000);
}
