import { expect, test } from 'vitest';
import { DESKTOP, inspect, PHONE, Stage } from '../support/browser.ts';
import { until } from '../support/client.ts';

const stage = new Stage();
/** Nobody else speaks with it here. */
const VOICE = 'flite:awb';
const TEXT = 'Thank you for calling us.';

test('every way to have something spoken is accounted, and the screen shows the same numbers', async () => {
  const { key } = stage;
  const project = (await key.post('/api/v1/projects', { name: 'Usage', purpose: 'support' })).body;
  const order = { title: 'Used', language: 'en-US', text: TEXT };
  const script = (await key.post(`/api/v1/projects/${project.id}/scripts`, order)).body;
  for (const speed of [1, 1.2]) {
    const parameters = { speed };
    const asked = await key.post(`/api/v1/scripts/${script.id}/versions`, { voiceId: VOICE, parameters });
    await until(
      async () => (await key.get(`/api/v1/versions/${asked.body.id}`)).body.state,
      (state) => state === 'ready',
    );
  }
  expect((await key.post(`/api/v1/voices/${VOICE}/preview`, { text: TEXT })).status).toBe(200);
  const speech = { model: 'tts-1', input: 'Good morning. How are you?', voice: VOICE };
  expect((await key.post('/v1/audio/speech', { ...speech, response_format: 'mp3' })).status).toBe(200);
  expect((await key.post('/v1/audio/speech', { ...speech, response_format: 'pcm' })).status).toBe(200);
  const personality = (await key.post('/api/v1/personalities', { name: 'Ada' })).body;
  await key.put(`/api/v1/personalities/${personality.id}/voice/settings`, { voiceId: VOICE, settings: {} });
  const tested = await key.post(`/api/v1/personalities/${personality.id}/voice/generate`, { text: TEXT });
  expect(tested.status).toBeLessThan(300);

  const address = `/api/v1/usage?voice=${VOICE}`;
  const report = await until(
    async () => (await key.get(address)).body,
    ({ total }) => total.requests === 6,
  );
  const of = Object.fromEntries(
    report.purposes.map((each: { purpose: string; requests: number; characters: number }) => [
      each.purpose,
      [each.requests, each.characters],
    ]),
  );
  expect(of).toEqual({ generation: [2, 50], preview: [1, 25], api: [2, 52], test: [1, 25] });
  expect(report.total).toMatchObject({ characters: 152, costUsd: 0, lostRequests: 0 });
  expect(report.total.cachedRequests).toBeGreaterThanOrEqual(1);
  expect(report.personalities).toMatchObject([{ name: 'Ada', requests: 1 }]);
  const csv = String((await key.get(`/api/v1/usage/export?voice=${VOICE}`)).body);
  expect(csv.trimEnd().split('\r\n')).toHaveLength(7);

  for (const [name, size, scheme] of [
    ['desktop-light', DESKTOP, 'light'],
    ['desktop-dark', DESKTOP, 'dark'],
    ['phone-light', PHONE, 'light'],
    ['phone-dark', PHONE, 'dark'],
  ] as const) {
    const { page, complaints, context } = await stage.visit(size, scheme);
    await stage.signIn(page);
    await page.goto(`${stage.url}/usage?voice=${VOICE}`);
    const voices = page.getByRole('region', { name: 'By voice' });
    await voices.getByText('152').waitFor();
    await inspect(page, `usage-${name}`);
    await page.getByRole('button', { name: 'Versions of scripts' }).click();
    await voices.getByText('50', { exact: true }).waitFor();
    expect(page.url()).toContain('purpose=generation');
    const narrowed = page.getByRole('list', { name: 'Narrowed to' });
    await narrowed.getByText('Versions of scripts').waitFor();
    await inspect(page, `usage-narrowed-${name}`);
    await narrowed.getByRole('button', { name: 'Not only Versions of scripts' }).click();
    await voices.getByText('152').waitFor();
    await narrowed.getByRole('button').click();
    await narrowed.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'By engine' }).waitFor();
    await page.goto(`${stage.url}/usage?from=2020-01-01&to=2020-01-31`);
    await page.getByText('Nothing was spoken in this time').waitFor();
    await inspect(page, `usage-empty-${name}`);
    await page.getByRole('button', { name: 'Change plan' }).click();
    await page.getByRole('radio', { name: 'Free' }).check();
    await page.getByText('what is live stays live').waitFor();
    await inspect(page, `usage-plan-${name}`);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(complaints).toEqual([]);
    await context.close();
  }
}, 240_000);

test('the owner chooses a plan, which holds at once; others see who does', async () => {
  const { key } = stage;
  await stage.addMember({ email: 'ada@example.com', name: 'Ada Admin', role: 'admin' });
  const { page, context } = await stage.visit();
  const choose = async (plan: string) => {
    await page.getByRole('button', { name: 'Change plan' }).click();
    await page.getByRole('radio', { name: plan }).check();
    await page.getByRole('button', { name: `Choose ${plan}` }).click();
    await page.getByRole('heading', { name: `Plan ${plan}` }).waitFor();
  };
  await stage.signIn(page);
  await page.goto(`${stage.url}/usage`);
  await choose('Free');
  const preview = () => key.post(`/api/v1/voices/${VOICE}/preview`, { text: 'Spoken never before.' });
  expect(await preview()).toMatchObject({ status: 403, body: { code: 'not-in-plan' } });
  await choose('Enterprise');
  expect((await preview()).status).toBe(200);
  await context.close();

  const ada = await stage.visit();
  await stage.signIn(ada.page, 'ada@example.com');
  await ada.page.goto(`${stage.url}/usage`);
  await ada.page.getByText('The owner of the workspace chooses it.').waitFor();
  expect(await ada.page.getByRole('button', { name: 'Change plan' }).count()).toBe(0);
  await ada.context.close();
}, 120_000);
