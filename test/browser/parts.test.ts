import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inspect, SIZES, Stage } from '../support/browser.ts';

const stage = new Stage();

/** Keeps parts of the app's code from arriving, until they are let through. */
async function withhold(page: Page, part: RegExp, how: 'unreachable' | 'gone') {
  await page.route(part, (route) =>
    how === 'gone' ? route.fulfill({ status: 404, body: '' }) : route.abort('internetdisconnected'),
  );
  return () => page.unroute(part);
}

const search = (page: Page) => page.getByRole('combobox', { name: 'Search and commands' });

test('the palette that could not be fetched says so, and is fetched when it is asked for again', async () => {
  const { page } = await stage.visit();
  const letThrough = await withhold(page, /\/CommandPalette-.*\.(js|css)/, 'unreachable');
  await stage.enter(page);
  await page
    .getByRole('link', { name: /greeting/i })
    .first()
    .click();
  await page.getByLabel('Script text').pressSequentially('Not saved yet. ');
  await page.keyboard.press('Control+k');
  await page.getByText('The server cannot be reached').waitFor();
  expect(await search(page).count()).toBe(0);
  await letThrough();
  await page.keyboard.press('Control+k');
  await search(page).waitFor();
  await inspect(page, 'desktop-palette-late');
  await page.keyboard.press('Escape');
  expect(await page.getByLabel('Script text').inputValue()).toContain('Not saved yet.');
}, 60_000);

for (const [size, viewport] of SIZES) {
  test(`a scene whose code cannot be fetched says so, and is shown once it can be (${size})`, async () => {
    const { page } = await stage.visit(viewport);
    await stage.enter(page);
    const letThrough = await withhold(page, /\/PersonalitiesScene-.*\.(js|css)/, 'unreachable');
    await page.goto(`${stage.url}/personalities`);
    await page.getByRole('heading', { name: 'This page could not be shown' }).waitFor();
    await page.getByText('The server cannot be reached').waitFor();
    await inspect(page, `${size}-scene-unreachable`);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    await letThrough();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Personalities' }).waitFor();
    expect(
      await page.evaluate('[...document.styleSheets].some((one) => /PersonalitiesScene/.test(one.href))'),
    ).toBe(true);
    await inspect(page, `${size}-scene-late`);
  }, 60_000);

  test(`a scene of a version that is no longer installed asks for the page to be reloaded (${size})`, async () => {
    const { page } = await stage.visit(viewport);
    await stage.enter(page);
    const letThrough = await withhold(page, /\/UsageScene-.*\.(js|css)/, 'gone');
    await page.goto(`${stage.url}/projects`);
    await page.evaluate(
      `history.pushState(null, '', '/usage'); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await page.getByText('updated since this page was opened').waitFor();
    await inspect(page, `${size}-scene-outdated`);
    await letThrough();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByRole('heading', { level: 1, name: 'Usage' }).waitFor();
  }, 60_000);
}

test('a call begins once there is what to end it with', async () => {
  const { page } = await stage.visit();
  await stage.enter(page);
  const letThrough = await withhold(page, /\/CallPanel-.*\.(js|css)/, 'unreachable');
  const personality = (await stage.key.get('/api/v1/personalities')).body.items[0];
  await page.goto(`${stage.url}/personalities/${personality.id}`);
  const call = page.getByRole('button', { name: /^Call/ }).first();
  await call.click();
  await page.getByText('The server cannot be reached').waitFor();
  expect(await page.getByRole('button', { name: 'Hang up' }).count()).toBe(0);
  await letThrough();
  await call.click();
  await page.getByRole('button', { name: 'Hang up' }).first().click();
}, 60_000);

test('a page whose code does not arrive is not left blank', async () => {
  const { page } = await stage.visit();
  await withhold(page, /\/index-.*\.js/, 'unreachable');
  await page.goto(stage.url);
  await page.getByText(/has not arrived yet.*Reload/).waitFor();
}, 60_000);
