import { expect, test } from 'vitest';
import { holdAnswers, Stage } from '../support/browser.ts';

const stage = new Stage();

/** A script of its own with this text; its id. */
async function script(title: string, text: string): Promise<string> {
  const project = (await stage.key.post('/api/v1/projects', { name: title, purpose: 'support' })).body;
  const sent = { title, language: 'en-US', text };
  return (await stage.key.post(`/api/v1/projects/${project.id}/scripts`, sent)).body.id;
}

/** A version of a script of its own; its id. */
async function version(title: string): Promise<string> {
  const scriptId = await script(title, 'Thank you for calling.');
  const sent = { voiceId: 'flite:slt', parameters: {} };
  return (await stage.key.post(`/api/v1/scripts/${scriptId}/versions`, sent)).body.id;
}

test('what is typed during a save is saved right behind it, also when a version is asked for', async () => {
  const { page, complaints } = await stage.visit();
  const id = await script('Hurried', 'We are open.');
  const saved = async () => (await stage.key.get(`/api/v1/scripts/${id}`)).body;
  const versions = async () => (await stage.key.get(`/api/v1/scripts/${id}/versions`)).body.items;
  await stage.enter(page);
  await page.goto(`${stage.url}/scripts/${id}`);
  const text = page.getByLabel('Script text');
  await text.fill('We are closed.');
  const first = await holdAnswers(page, 'PUT', 'scripts/*');
  await text.press('Control+s');
  await first.asked;
  await page.keyboard.type(' Please call');
  await text.press('Control+s');
  await page.keyboard.type(' again.');
  first.letGo();
  // As the text stands when its turn comes.
  await expect.poll(async () => (await saved()).text).toBe('We are closed. Please call again.');
  expect((await saved()).revisionNumber).toBe(3);
  await page.getByText('revision 3').waitFor();

  const second = await holdAnswers(page, 'PUT', 'scripts/*');
  await page.keyboard.type(' Thank');
  await text.press('Control+s');
  await second.asked;
  await page.keyboard.type(' you.');
  await text.press('Control+Enter');
  second.letGo();
  await expect.poll(async () => (await versions()).length).toBe(1);
  expect((await saved()).text).toBe('We are closed. Please call again. Thank you.');

  // Asked for twice is asked for once; what was written since is another version.
  const speaking = await holdAnswers(page, 'POST', 'scripts/*/versions');
  await page.keyboard.type(' Bye.');
  await text.press('Control+Enter');
  await speaking.asked;
  await text.press('Control+Enter');
  speaking.letGo();
  await page.locator('[data-version="2"]').waitFor();
  const third = await holdAnswers(page, 'POST', 'scripts/*/versions');
  await page.keyboard.type(' Bye');
  await text.press('Control+Enter');
  await third.asked;
  await page.keyboard.type('-bye.');
  await page
    .getByLabel('Voice and settings')
    .getByRole('button', { name: /^Generate/ })
    .click();
  third.letGo();
  await page.locator('[data-version="4"]').waitFor();
  expect((await versions()).length).toBe(4);
  expect((await saved()).text).toMatch(/Bye\. Bye-bye\.$/);
  expect(complaints).toEqual([]);
}, 90_000);

test('a reply and an edit that are written on stay', async () => {
  const { page, complaints } = await stage.visit();
  const id = await version('Talked about');
  await stage.enter(page);
  const { id: comment } = await stage.asked(page)('POST', `/versions/${id}/comments`, { text: 'Too fast.' });
  await page.goto(`${stage.url}/review/${id}`);
  await page.getByRole('button', { name: 'Reply' }).click();
  const reply = page.getByRole('textbox', { name: 'Reply' });
  await reply.fill('I agree.');
  const answering = await holdAnswers(page, 'POST', 'versions/*/comments');
  await page.locator('form', { has: reply }).getByRole('button', { name: 'Reply' }).click();
  await answering.asked;
  await reply.fill('And too loud.');
  // A comment of one's own does not wait for it.
  await page.getByRole('textbox', { name: 'Comment on this version' }).fill('Otherwise good.');
  expect(await page.getByRole('button', { name: 'Comment', exact: true }).isEnabled()).toBe(true);
  answering.letGo();
  await page.getByText('I agree.').waitFor();
  expect(await reply.inputValue()).toBe('And too loud.');
  await page.locator('form', { has: reply }).getByRole('button', { name: 'Cancel' }).click();

  await page.locator(`#comment-${comment}`).getByRole('button', { name: 'Edit' }).first().click();
  const edited = page.getByRole('textbox', { name: 'Edit comment' });
  await edited.fill('Too quick.');
  const editing = await holdAnswers(page, 'PATCH', 'comments/*');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await editing.asked;
  await edited.fill('Too quick for me.');
  editing.letGo();
  await page.getByRole('button', { name: 'Save', exact: true }).and(page.locator(':enabled')).click();
  await edited.waitFor({ state: 'detached' });
  await page.getByText('Too quick for me.').waitFor();
  expect(complaints).toEqual([]);
}, 60_000);

test('what was found meanwhile is not taken back by the late answer to “Check again”', async () => {
  const { page, complaints } = await stage.visit();
  const id = await version('Checked');
  const checks = async () => (await stage.key.get(`/api/v1/versions/${id}/checks`)).body;
  await expect.poll(async () => (await checks()).finishedAt, { timeout: 90_000 }).toBeTruthy();
  const before = (await checks()).finishedAt;
  await stage.enter(page);
  await page.goto(`${stage.url}/review/${id}`);
  const again = page.getByRole('button', { name: 'Check again' });
  await again.waitFor();
  const found = page.waitForResponse(
    async (answer) =>
      answer.request().method() === 'GET' &&
      answer.url().endsWith(`/versions/${id}/checks`) &&
      ![null, before].includes((await answer.json()).finishedAt),
    { timeout: 90_000 },
  );
  const checking = await holdAnswers(page, 'POST', 'versions/*/checks');
  await again.click();
  await checking.asked;
  await found;
  checking.letGo();
  await again.and(page.locator(':enabled')).waitFor();
  expect(await page.getByText('The audio is being checked.').count()).toBe(0);
  expect(complaints).toEqual([]);
}, 240_000);

test('words that are changed while the dictionary is saved are still to be saved', async () => {
  const { page, complaints } = await stage.visit();
  await stage.enter(page);
  await page.goto(`${stage.url}/settings/pronunciation`);
  const add = async (word: string, says: string) => {
    await page.getByRole('button', { name: 'Add word' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Word or phrase').fill(word);
    await dialog.getByLabel('Written as it sounds').fill(says);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  };
  await add('Xochi', 'so chee');
  const saving = await holdAnswers(page, 'POST', 'dictionaries');
  await page.getByRole('button', { name: 'Save dictionary' }).click();
  await saving.asked;
  await add('Quaxo', 'quack so');
  saving.letGo();
  await page.getByText(/^Saved\./).waitFor();
  await page.getByRole('button', { name: 'Save dictionary' }).and(page.locator(':enabled')).click();
  await page.getByRole('button', { name: 'Save dictionary' }).waitFor({ state: 'detached' });
  await page.getByText('Quaxo').first().waitFor();
  expect(complaints).toEqual([]);
}, 60_000);

test('a training that has to wait for its hour can begin once that is over, without a reload', async () => {
  const { page, complaints } = await stage.visit();
  await stage.enter(page);
  await page.clock.install();
  const { id } = await stage.asked(page)('POST', '/personalities', { name: 'Patient' });
  // As the node tells it in the last minute of the hour, and behind it.
  let nextTrainingAt: string | null = new Date(Date.now() + 60_000).toISOString();
  await page.route('**/voice/status', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), nextTrainingAt } });
  });
  await page.goto(`${stage.url}/personalities/${id}?tab=voice`);
  const waits = page.getByText('One training an hour');
  await waits.waitFor();
  nextTrainingAt = null;
  await page.clock.fastForward(61_000);
  await waits.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
}, 60_000);
