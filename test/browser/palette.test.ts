import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { holdAnswers, inspect, SIZES, Stage } from '../support/browser.ts';

const stage = new Stage();

/** Opens the palette by its keys and writes into it. */
async function ask(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Search and commands' }).waitFor();
  await page.keyboard.press('Control+k');
  const input = page.getByRole('combobox', { name: 'Search and commands' });
  await input.waitFor();
  await page.keyboard.type(words);
}

for (const [size, viewport] of SIZES) {
  test(`the palette does what a scene can do, and finds voices and what scripts say (${size})`, async () => {
    const { page, complaints } = await stage.visit(viewport);
    const project = (await stage.key.post('/api/v1/projects', { name: `Jams ${size}`, purpose: 'support' }))
      .body;
    const script = (
      await stage.key.post(`/api/v1/projects/${project.id}/scripts`, {
        title: `Order ${size}`,
        language: 'en-US',
        text: `Your parcel of <emphasis>quince</emphasis> jam for the ${size} leaves our warehouse this evening.`,
      })
    ).body;
    await stage.enter(page);
    await ask(page, '');
    await inspect(page, `${size}-palette`);
    await page.keyboard.press('Escape');

    // The words of a text lead to it, and what the scene can do is offered there.
    await ask(page, `quince ${size}`);
    // The other text is found, too, until all is typed.
    await expect
      .poll(() => page.getByRole('option').allInnerTexts())
      .toEqual([expect.stringMatching(new RegExp(`Order ${size}[^]*parcel of quince jam`))]);
    await inspect(page, `${size}-palette-found`);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/scripts/${script.id}`);
    await page
      .getByLabel('Voice and settings')
      .getByRole('button', { name: /^Generate/ })
      .waitFor();
    await ask(page, 'generate');
    await inspect(page, `${size}-palette-here`);
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Play.*version 1$/ })
      .first()
      .waitFor();
    expect((await stage.key.get(`/api/v1/scripts/${script.id}/versions`)).body.items).toHaveLength(1);

    // Each opens the dialog of its scene, by the keyboard alone.
    for (const [words, dialog] of [
      ['new script', 'New script'],
      ['create project', 'New project'],
      ['new release', 'Release several slots at once'],
      ['new channel', 'New channel'],
      ['new key', 'Create API key'],
      ['webhook', 'Add webhook'],
      ['invite', 'Add member'],
      ['new personality', 'New personality'],
    ] as const) {
      await ask(page, words);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: dialog }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await ask(page, 'deploy');
    await page.keyboard.press('Enter');
    await page.keyboard.type('support bot hold');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Deploy to Support bot / hold' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const [voice] = (await stage.key.get('/api/v1/voices?engine=flite')).body.items;
    await ask(page, voice.name);
    await page.getByRole('option', { name: voice.name }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 3, name: voice.name, exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe(voice.name);
    expect(complaints).toEqual([]);
  }, 120_000);
}

test('what is typed right behind its keys goes into the palette, also the first time', async () => {
  const { page, complaints } = await stage.visit();
  const fetched = page.waitForResponse(/\/CommandPalette-.*\.js$/);
  await stage.enter(page);
  await fetched;
  await page
    .getByRole('link', { name: /greeting/i })
    .first()
    .click();
  await page.getByLabel('Script text').click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('use the dark');
  expect(await page.getByRole('combobox', { name: 'Search and commands' }).inputValue()).toBe('use the dark');
  expect(complaints).toEqual([]);
}, 60_000);

test('Enter means what these words find, also before it is found', async () => {
  const { page, complaints } = await stage.visit();
  const project = (await stage.key.post('/api/v1/projects', { name: 'Hurry', purpose: 'support' })).body;
  const [former, meant] = await Promise.all(
    ['Marmalade of oranges', 'Marmalade of lemons'].map(async (title) => {
      const sent = { title, language: 'en-US', text: 'It is on its way.' };
      return (await stage.key.post(`/api/v1/projects/${project.id}/scripts`, sent)).body;
    }),
  );
  await stage.enter(page);
  await ask(page, 'marmalade of oranges');
  await expect
    .poll(() => page.getByRole('option').allInnerTexts())
    .toEqual([expect.stringContaining(former.title)]);
  const search = await holdAnswers(page, 'GET', 'search?*');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('marmalade of lemons');
  await page.keyboard.press('Enter');
  await search.asked;
  expect(page.url()).toMatch(/\/projects$/);
  search.letGo();
  await page.waitForURL(`**/scripts/${meant.id}`);
  expect(complaints).toEqual([]);
}, 60_000);

test('nobody is offered what their role may not do', async () => {
  const { page } = await stage.visit();
  await stage.addMember({ email: 'vera@example.test', name: 'Vera Viewer', role: 'viewer' });
  await stage.enter(page, 'vera@example.test');
  for (const words of ['new', 'deploy', 'generate']) {
    await ask(page, words);
    const offered = page.getByRole('option', { name: /^(New |Deploy|Generate)/ });
    await offered.first().waitFor({ state: 'detached' });
    expect([words, await offered.count()]).toEqual([words, 0]);
    await page.keyboard.press('Escape');
  }
  await page.goto(`${stage.url}/settings/members?create=member`);
  await page.getByRole('cell', { name: 'Vera Viewer' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
}, 60_000);
