import { afterAll, expect, test } from 'vitest';
import { holdAnswers, inspect, SIZES, Stage } from '../support/browser.ts';
import { openEngineServer } from '../support/engines/engineServer.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';

/** A speech server of one's own, which speaks OpenAI's dialect once it may. */
const real = openRealSpeech();
let mayAnswer = Promise.resolve();
const engine = await openEngineServer({
  base: '/v1',
  answer: async ({ path, json }) => {
    if (path === '/audio/voices') return { body: { voices: ['af_bella'] } };
    await mayAnswer;
    return { headers: { 'content-type': 'audio/wav' }, body: await real.wav(String(json.input), 24_000) };
  },
});
afterAll(async () => {
  await engine.close();
  await real.close();
});

const stage = new Stage({ ...OWNER, ...NO_LIMITS, LOCAL_SPEECH_BASE_URL: engine.url });

async function project(name: string, texts: string[]): Promise<void> {
  const { id } = (await stage.key.post('/api/v1/projects', { name, purpose: 'education' })).body;
  for (const [index, text] of texts.entries())
    await stage.key.post(`/api/v1/projects/${id}/scripts`, {
      title: `Line ${index + 1}`,
      language: 'en-US',
      text,
    });
}

for (const [size, viewport] of SIZES) {
  test(`a project's scripts are generated at once, stopped and tried again (${size})`, async () => {
    const { page, complaints } = await stage.visit(viewport);
    await project(`Course ${size}`, [...Array(6).fill(`One more line for the ${size}.`), 'Short.']);
    // None is made before it was seen that some are.
    let answer = () => {};
    mayAnswer = new Promise((resolve) => {
      answer = resolve;
    });
    await stage.enter(page);
    await page.getByRole('button', { name: `Generate all of Course ${size}` }).click();
    await page.getByLabel('Voice', { exact: true }).selectOption('local-speech:af_bella');
    await inspect(page, `${size}-batch-start`);
    await page.getByRole('button', { name: 'Generate 7 versions' }).click();
    await page.waitForURL('**/batches/*');
    await page.getByRole('heading', { name: 'Batch of 7' }).waitFor();
    await page.locator('[data-state="generating"]').first().waitFor();
    await inspect(page, `${size}-batch-running`);
    await page.reload();
    await page.getByRole('button', { name: 'Stop the rest' }).click();
    await page.getByText('stopped', { exact: false }).first().waitFor();
    answer();
    await page.getByRole('button', { name: /^Try \d again$/ }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /^7 ready$/ })
      .waitFor({ timeout: 60_000 });
    await inspect(page, `${size}-batch-done`);
    await page.goto(`${stage.url}/projects`);
    await page.getByRole('button', { name: `More for Course ${size}` }).click();
    await page.getByRole('menuitem', { name: 'Last batch' }).click();
    await page.getByRole('button', { name: 'Play Line 7, version 1' }).waitFor();

    // A list of new lines becomes scripts, each with its audio.
    await page.goto(`${stage.url}/projects`);
    await page.getByRole('button', { name: `More for Course ${size}` }).click();
    await page.getByRole('menuitem', { name: 'Add lines' }).click();
    await page
      .getByRole('textbox', { name: 'Lines' })
      .fill(`Goodbye ${size}\tGoodbye, and thank you.\n\nOne moment, please.`);
    await inspect(page, `${size}-batch-lines`);
    await page.getByRole('button', { name: 'Generate 2 versions' }).click();
    await page.getByRole('heading', { name: 'Batch of 2' }).waitFor();
    await page.getByRole('button', { name: `Play Goodbye ${size}, version 1` }).waitFor();
    await page.getByRole('button', { name: 'Play One moment, please., version 1' }).waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  test(`an earlier revision is looked at and restored (${size})`, async () => {
    const { page, complaints } = await stage.visit(viewport);
    await project(`Notices ${size}`, ['We are closed on Monday.']);
    const found = (await stage.key.get(`/api/v1/search?q=Notices`)).body.items;
    const { id } = found.find((one: { title: string }) => one.title === `Notices ${size}`);
    const [script] = (await stage.key.get(`/api/v1/projects/${id}/scripts`)).body.items;
    for (const day of ['Tuesday', 'Friday'])
      await stage.key.put(`/api/v1/scripts/${script.id}`, { text: `We are closed on ${day}.` });
    await stage.enter(page);
    await page.goto(`${stage.url}/scripts/${script.id}`);
    await page.getByRole('button', { name: 'Earlier revisions' }).click();
    await page.getByRole('button', { name: /^Revision 1/ }).click();
    await page.locator('ins', { hasText: 'Friday' }).waitFor();
    expect(new URL(page.url()).searchParams.get('revision')).toBe('1');
    await inspect(page, `${size}-revisions`);
    await page.getByRole('button', { name: 'Restore revision 1' }).click();
    await page.getByText('Revision 1 is back, as revision 4.').waitFor();
    await expect.poll(() => page.getByLabel('Script text').inputValue()).toBe('We are closed on Monday.');
    expect((await stage.key.get(`/api/v1/scripts/${script.id}`)).body).toMatchObject({
      revisionNumber: 4,
      text: 'We are closed on Monday.',
    });
    expect(complaints).toEqual([]);
  }, 60_000);

  test(`a refused form says what is wrong where it is wrong (${size})`, async () => {
    const { page, complaints } = await stage.visit(viewport);
    await stage.enter(page);
    await page.goto(`${stage.url}/settings/members`);
    await page.getByRole('button', { name: 'Add member' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add member' }).click();
    // Once, beside its field: the list of the request's fields is for programs.
    await dialog.getByText('must not be empty').filter({ visible: true }).waitFor();
    await expect
      .poll(() => dialog.getByLabel('Name').evaluate((field) => field.matches(':focus')))
      .toBe(true);
    await inspect(page, `${size}-member-refused`);
    expect(complaints).toEqual([]);
  }, 60_000);

  test(`another workspace is made, entered and left (${size})`, async () => {
    const { page, complaints } = await stage.visit(viewport);
    await stage.enter(page);
    await page.getByRole('heading', { name: 'Support hotline' }).waitFor();
    await page.getByRole('button', { name: 'Workspace: Sample workspace' }).click();
    await inspect(page, `${size}-workspaces`);
    await page.getByRole('menuitem', { name: 'New workspace' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill(`Branch ${size}`);
    await inspect(page, `${size}-workspace-new`);
    await page.getByRole('button', { name: 'Create and enter' }).click();
    await page.getByRole('button', { name: `Workspace: Branch ${size}` }).waitFor();
    await page.getByRole('heading', { name: 'Start with a project' }).waitFor();
    expect(await page.getByText('Support hotline').count()).toBe(0);
    await page.getByRole('button', { name: `Workspace: Branch ${size}` }).click();
    await page.getByRole('menuitem', { name: /Sample workspace/ }).click();
    await page.getByRole('heading', { name: 'Support hotline' }).waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
}

test('what is typed while something is being saved is kept', async () => {
  const { page, complaints, context } = await stage.visit();
  await stage.enter(page);

  const [{ id: personality }] = (await stage.key.get('/api/v1/personalities')).body.items;
  await page.goto(`${stage.url}/personalities/${personality}`);
  await page.getByLabel('Emoji').fill('🦉');
  const shaping = await holdAnswers(page, 'PATCH', 'personalities/*');
  await page.getByRole('button', { name: 'Save version 2' }).click();
  await shaping.asked;
  const greeting = page.getByRole('textbox', { name: 'Greeting' });
  await greeting.fill('Good day.');
  shaping.letGo();
  await page.getByText(/^Version 2 of .* is saved/).waitFor();
  await page.keyboard.type(' And you?');
  await page.getByRole('button', { name: 'Save version 3' }).click();
  await page.getByText(/^Version 3 of .* is saved/).waitFor();
  expect((await stage.key.get(`/api/v1/personalities/${personality}`)).body).toMatchObject({
    emoji: '🦉',
    prompts: { greeting: 'Good day. And you?' },
  });

  await project('Typed on', ['We are open.']);
  const found = (await stage.key.get('/api/v1/search?q=Typed')).body.items;
  const [{ id: script }] = (await stage.key.get(`/api/v1/projects/${found[0].id}/scripts`)).body.items;
  await page.goto(`${stage.url}/scripts/${script}`);
  const text = page.getByLabel('Script text');
  await text.fill('We are closed.');
  const writing = await holdAnswers(page, 'PUT', 'scripts/*');
  await page.keyboard.press('Control+s');
  await writing.asked;
  await page.keyboard.type(' Please');
  writing.letGo();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  await page.keyboard.type(' call again.');
  expect(await text.inputValue()).toBe('We are closed. Please call again.');
  // And what is chosen and noted for the version after the one that is being asked for.
  await page.getByLabel('Note').fill('For the door');
  const speaking = await holdAnswers(page, 'POST', 'scripts/*/versions');
  await text.press('Control+Enter');
  await speaking.asked;
  await page.getByLabel('Note').fill('For the telephone');
  await page.getByLabel('Speed').fill('1.2');
  speaking.letGo();
  await page.locator('[data-version="1"]').getByText('For the door').waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  expect(await page.getByLabel('Note').inputValue()).toBe('For the telephone');
  expect(await page.getByLabel('Speed').inputValue()).toBe('1.2');
  expect((await stage.key.get(`/api/v1/scripts/${script}`)).body).toMatchObject({
    revisionNumber: 3,
    text: 'We are closed. Please call again.',
  });

  await page.goto(`${stage.url}/calls/flows?create=flow`);
  await page.getByRole('dialog').getByLabel('Name').fill('Short');
  await page.getByRole('dialog').getByRole('button', { name: 'Create flow' }).click();
  await page.waitForURL('**/calls/flows/*');
  const flow = new URL(page.url()).pathname.split('/').at(-1);
  await page.goto(`${stage.url}/calls/flows/${flow}?step=goodbye`);
  const title = page.getByRole('region', { name: /^Step / }).getByLabel('Name of the step');
  await title.fill('The end');
  const drawing = await holdAnswers(page, 'PATCH', 'flows/*');
  await page.getByRole('button', { name: 'Save version 2' }).click();
  await drawing.asked;
  await title.fill('At the end');
  drawing.letGo();
  await page.getByText('Version 2 is saved').waitFor();
  await page.keyboard.type(' of it');
  await page.getByRole('button', { name: 'Save version 3' }).click();
  await page.getByText('Version 3 is saved').waitFor();
  const { content } = (await stage.key.get(`/api/v1/flows/${flow}`)).body;
  expect(content.steps.goodbye.title).toBe('At the end of it');

  await page.goto(`${stage.url}/business/hours`);
  await page.getByRole('button', { name: 'Open on Saturday' }).click();
  const opening = await holdAnswers(page, 'PUT', 'business/opening-hours');
  await page.getByRole('button', { name: 'Save hours' }).click();
  await opening.asked;
  await page.getByLabel('Saturday closes').fill('13:00');
  opening.letGo();
  await page.getByText('The opening hours are saved.').waitFor();
  expect(await page.getByLabel('Saturday closes').inputValue()).toBe('13:00');
  await page.getByRole('button', { name: 'Save hours' }).click();
  await expect
    .poll(async () => (await stage.key.get('/api/v1/business/opening-hours')).body.week.at(-1))
    .toEqual({ weekday: 'saturday', opens: '09:00', closes: '13:00' });

  // A dialog that is left before the answer comes does not take another one with it.
  await page.goto(`${stage.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Made meanwhile');
  const making = await holdAnswers(page, 'POST', 'projects');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await making.asked;
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'New script in Support hotline' }).click();
  await dialog.getByLabel('Title').fill('Written meanwhile');
  making.letGo();
  await dialog.getByRole('option', { name: 'Made meanwhile' }).waitFor({ state: 'attached' });
  await dialog.getByLabel('Text').fill('Still here.');
  await dialog.getByRole('button', { name: 'Create script' }).click();
  await page.getByRole('heading', { level: 1, name: 'Written meanwhile' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);
