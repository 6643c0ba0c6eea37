import { beforeAll, expect, test } from 'vitest';
import { inspect, SIZES, Stage } from '../support/browser.ts';

const stage = new Stage();
beforeAll(async () => {
  for (const role of ['editor', 'reviewer', 'admin'])
    await stage.addMember({ email: `${role}@example.com`, name: role, role });
}, 60_000);

/** A generated version of a new script, by the key's owner. */
async function version(title: string): Promise<string> {
  const project = (await stage.key.post('/api/v1/projects', { name: title, purpose: 'support' })).body;
  const script = (
    await stage.key.post(`/api/v1/projects/${project.id}/scripts`, {
      title,
      language: 'en-US',
      text: 'Hello there.',
    })
  ).body;
  const voices = (await stage.key.get('/api/v1/voices?limit=200')).body.items;
  const voiceId = voices.find((one: { languages: string[] }) => one.languages.includes('en-US')).id;
  const { id } = (await stage.key.post(`/api/v1/scripts/${script.id}/versions`, { voiceId })).body;
  await expect
    .poll(async () => (await stage.key.get(`/api/v1/versions/${id}`)).body.state, { timeout: 90_000 })
    .toBe('ready');
  return id;
}

for (const [size, viewport] of SIZES) {
  test(`a channel that asks for two approvals gets both on the screen (${size})`, async () => {
    const channel = `strict-${size}`;
    await stage.key.post('/api/v1/channels', {
      slug: channel,
      name: `Strict ${size}`,
      rules: { requiredApprovals: 2, approverRoles: ['admin'] },
      slots: ['greeting'],
    });
    const title = `Twice ${size}`;
    const id = await version(title);
    await stage.key.post(`/api/v1/versions/${id}/status`, { to: 'in_review' });
    const rita = await stage.visit(viewport);
    await stage.signIn(rita.page, 'reviewer@example.com');
    await rita.page.goto(`${stage.url}/review/${id}`);
    await rita.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await rita.page.getByText(`Not yet in Strict ${size}.`).waitFor();
    await rita.page.getByText('asks for 2 approvals by different people').first().waitFor();
    expect(await rita.page.getByRole('button', { name: 'Approve it too' }).count()).toBe(0);

    // The editor is refused in the dialog, which leads to the version; the admin gives the second approval.
    const alan = await stage.visit(viewport);
    await stage.signIn(alan.page, 'admin@example.com');
    await alan.page.goto(`${stage.url}/channels/${channel}?slot=${channel}/greeting`);
    const refused = alan.page.locator('label', { hasText: `${title}, version 1` });
    await refused.getByRole('link', { name: 'Open it in review' }).click();
    await alan.page.getByText(`Not yet in Strict ${size}.`).waitFor();
    await inspect(alan.page, `${size}-approve-too`);
    await alan.page.getByRole('button', { name: 'Approve it too' }).click();
    await alan.page.getByText(`Not yet in Strict ${size}.`).waitFor({ state: 'detached' });
    await alan.page.goto(`${stage.url}/channels/${channel}?slot=${channel}/greeting`);
    await alan.page.getByRole('radio', { name: new RegExp(`${title}, version 1`) }).check();
    await alan.page.getByLabel('Reason').fill('Both agree');
    await alan.page.getByRole('button', { name: 'Deploy now' }).click();
    await alan.page.getByText('“Both agree”').first().waitFor();
    expect([...rita.complaints, ...alan.complaints]).toEqual([]);
    await rita.context.close();
    await alan.context.close();
  }, 180_000);
}

for (const [size, viewport] of SIZES) {
  test(`names, notes and addresses are changed on the screen, and an emptied slot is filled again (${size})`, async () => {
    const title = `Plain ${size}`;
    const id = await version(title);
    const { scriptId } = (await stage.key.get(`/api/v1/versions/${id}`)).body;
    const channel = `line-${size}`;
    await stage.key.post('/api/v1/channels', { slug: channel, name: `Line ${size}`, slots: ['greeting'] });
    const { page, context, complaints } = await stage.visit(viewport);
    await stage.enter(page, 'admin@example.com');

    // A script gets another title, and a version says why it was made.
    await page.goto(`${stage.url}/scripts/${scriptId}`);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Title').fill(`Renamed ${size}`);
    // A version is spoken in its language.
    expect(await page.getByRole('dialog').getByLabel('Language').isDisabled()).toBe(true);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: `Renamed ${size}` }).waitFor();
    await page.getByLabel('Note').fill('Warmer, as asked');
    // The slash menu has every element, and puts the caret where the words go.
    await page.getByLabel('Script text').press('End');
    await page.keyboard.type(' on the /ord');
    await page.getByRole('option', { name: /^Ordinal/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('2');
    expect(await page.getByLabel('Script text').inputValue()).toContain(
      'on the <say-as interpret-as="ordinal">2</say-as>',
    );
    // What is chosen survives a look elsewhere.
    await page.getByLabel('Speed').fill('1.3');
    await page.getByRole('radio', { name: 'Warm' }).check({ force: true });
    await page.goto(`${stage.url}/channels/${channel}`);
    await page.goto(`${stage.url}/scripts/${scriptId}`);
    expect(await page.getByLabel('Speed').inputValue()).toBe('1.3');
    await page.getByLabel('Note').fill('Warmer, as asked');
    await page.getByRole('button', { name: /^Generate/ }).click();
    await page.locator('[data-version="2"]').getByText('Warmer, as asked').waitFor();
    await page
      .locator('[data-version="2"]')
      .getByRole('button', { name: 'Play version 2' })
      .waitFor({ timeout: 90_000 });
    expect(await page.getByLabel('Note').inputValue()).toBe('');
    await inspect(page, `${size}-script-note`);
    // The next one is spoken as the newest was, or as another that is chosen; what an approval binds can be read.
    expect(await page.getByLabel('Speed').inputValue()).toBe('1.3');
    await page.getByRole('button', { name: 'More for version 1' }).click();
    await page.getByRole('menuitem', { name: 'Use its voice and settings' }).click();
    await expect.poll(() => page.getByLabel('Speed').inputValue()).toBe('1');
    await page.getByRole('button', { name: 'More for version 2' }).click();
    await page.getByRole('menuitem', { name: 'Open in review' }).click();
    const making = page.getByRole('region', { name: 'How it was made' });
    for (const fact of ['1.3×', 'Warm', 'LUFS', 'dBTP']) await making.getByText(fact).first().waitFor();
    await making.scrollIntoViewIfNeeded();
    await inspect(page, `${size}-making`);

    // A channel gets another name and description.
    await page.goto(`${stage.url}/channels/${channel}`);
    await page.getByRole('button', { name: 'Change channel' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill(`Front desk ${size}`);
    await page.getByRole('dialog').getByLabel('Description').fill('Heard first.');
    await inspect(page, `${size}-channel-change`);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 2, name: `Front desk ${size}`, exact: true }).waitFor();
    await page.getByText('Heard first.').waitFor();

    // What was withdrawn comes back; a time that has gone by is refused.
    const rita = await stage.visit(viewport);
    await stage.enter(rita.page, 'reviewer@example.com');
    await stage.key.post(`/api/v1/versions/${id}/status`, { to: 'in_review' });
    await rita.page.goto(`${stage.url}/review/${id}`);
    await rita.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await rita.page.getByText('It can be deployed under Channels.').waitFor();
    await rita.context.close();
    const slot = page.locator('[data-slot="greeting"]');
    await slot.getByRole('button', { name: 'Deploy' }).click();
    await page.getByRole('radio').nth(2).waitFor();
    await page.getByLabel('Search', { exact: true }).fill(`renamed ${size}`);
    await expect.poll(() => page.getByRole('radio').count()).toBe(2);
    await page.getByRole('button', { name: `Play Renamed ${size}, version 1` }).waitFor();
    await inspect(page, `${size}-deploy-search`);
    await page.getByRole('radio', { name: new RegExp(`Renamed ${size}, version 1`) }).check();
    await page.getByLabel('Reason').fill('Opening');
    await page.getByLabel('When').fill('2020-01-01T10:00');
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.getByText('This time has gone by.').waitFor();
    expect((await stage.key.get(`/api/v1/channels/${channel}`)).body.slots[0].live).toBeNull();
    await inspect(page, `${size}-past-time`);
    await page.getByLabel('When').fill('');
    await page.getByRole('button', { name: 'Deploy now' }).click();
    await slot.getByText('“Opening”').waitFor();
    await slot.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByLabel('Reason').fill('By mistake');
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await slot.getByText('Emptied by').waitFor();
    await inspect(page, `${size}-emptied`);
    await slot.getByRole('button', { name: 'Roll back' }).click();
    await page.getByLabel('Reason').fill('It was right');
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await slot.getByText('“It was right”').waitFor();

    // A webhook tells another address.
    await stage.key.post('/api/v1/webhooks', { url: `https://example.com/${size}`, events: ['ping'] });
    await page.goto(`${stage.url}/settings/webhooks`);
    const card = page.getByRole('listitem').filter({ hasText: `https://example.com/${size}` });
    await card.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Address').fill(`https://example.com/${size}/new`);
    await page.getByLabel('A version is ready').check();
    await inspect(page, `${size}-webhook-change`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`https://example.com/${size}/new`).waitFor();
    await card.getByText('version.ready').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  }, 240_000);
}

test('a release does not overwrite what somebody deployed while it was put together', async () => {
  const made = [await version('Race one'), await version('Race two')];
  const [first, second] = made as [string, string];
  await stage.key.post('/api/v1/channels', { slug: 'race', name: 'Race', slots: ['greeting'] });
  const rita = await stage.visit();
  await stage.enter(rita.page, 'reviewer@example.com');
  for (const id of made) {
    await stage.key.post(`/api/v1/versions/${id}/status`, { to: 'in_review' });
    await rita.page.goto(`${stage.url}/review/${id}`);
    await rita.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await rita.page.getByText('It can be deployed under Channels.').waitFor();
  }
  await rita.context.close();
  const { page, context } = await stage.visit();
  await stage.signIn(page, 'editor@example.com');
  await page.goto(`${stage.url}/channels/race`);
  await page.getByRole('button', { name: 'Release several' }).click();
  await page.getByLabel('Race / greeting').selectOption(first);
  await page.getByLabel('Reason').fill('Mine');
  await stage.key.put('/api/v1/channels/race/slots/greeting', { versionId: second, reason: 'Faster' });
  // The screen behind the dialog has learnt of it before the release is sent.
  await page.getByText('“Faster”').first().waitFor();
  await page.getByRole('button', { name: 'Release 1 now' }).click();
  await page.getByText('deployed version 1 of “Race two” here').waitFor();
  expect((await stage.key.get('/api/v1/channels/race')).body.slots[0].live.version.id).toBe(second);
  await context.close();
}, 180_000);
