import { afterAll, expect, test } from 'vitest';
import { inspect, SIZES, Stage } from '../support/browser.ts';
import { clientOf, until } from '../support/client.ts';
import { openEngineServer } from '../support/engines/engineServer.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { NO_LIMITS, OWNER, startBeside } from '../support/node.ts';

/** A speech server of one's own, which speaks OpenAI's dialect. */
const real = openRealSpeech();
const server = await openEngineServer({
  base: '/v1',
  answer: async ({ method, path, json }) =>
    method === 'POST'
      ? { headers: { 'content-type': 'audio/wav' }, body: await real.wav(String(json.input), 24_000) }
      : path === '/audio/voices'
        ? { body: { voices: ['af_bella'] } }
        : { status: 404, body: {} },
});
afterAll(async () => {
  await server.close();
  await real.close();
});
const ENV = {
  ...OWNER,
  ...NO_LIMITS,
  LOCAL_SPEECH_BASE_URL: server.url,
  LOCAL_TRANSCRIPTION_MODEL: 'whisper-tiny',
};
const stage = new Stage(ENV);
const VOICE = 'local-speech:af_bella';

test('an engine that one of two processes leaves alone', async () => {
  server.behave(null);
  const other = await startBeside(stage.node, { ...ENV, VOICEOPS_ROLES: 'web' });
  try {
    const elsewhere = clientOf(other.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
    const speak = (text: string) => elsewhere.post(`/api/v1/voices/${VOICE}/preview`, { text });
    expect((await speak('Good morning.')).status).toBe(200);
    server.behave('broken');
    for (let n = 0; n < 3; n++) await speak(`Good morning, number ${n}.`);
    for (const [size, viewport] of SIZES) {
      const { page, complaints } = await stage.visit(viewport);
      await stage.enter(page);
      const card = page.locator('#speech-local-speech');
      await until(
        async () => {
          await page.goto(`${stage.url}/engines`);
          await card.waitFor();
          return card.innerText();
        },
        (text) => /(moment|now|request) in 1 of 2 processes/.test(text),
      );
      await card.getByText(/Failures – /).waitFor();
      await card.scrollIntoViewIfNeeded();
      await inspect(page, `${size}-engines-two-processes`);
      expect(complaints).toEqual([]);
    }
  } finally {
    await other.stop();
  }
}, 120_000);

for (const [index, [size, viewport]] of SIZES.entries()) {
  test(`engines: tried, set up, and during an outage (${size})`, async () => {
    server.behave(null);
    const { page, complaints } = await stage.visit(viewport, index === 0 ? 'light' : 'dark');
    await stage.enter(page);
    await page.goto(`${stage.url}/engines`);
    const card = page.locator('#speech-local-speech');
    await card
      .getByText('Ready')
      .or(card.getByText(/tried again/i))
      .first()
      .waitFor();

    await page.locator('#speech-elevenlabs').getByRole('button', { name: 'Set up' }).click();
    await page.locator('#speech-elevenlabs').getByLabel('key').fill('very-secret-key');
    await inspect(page, `${size}-engines-set-up`);
    await page.locator('#speech-elevenlabs').getByRole('button', { name: 'Cancel' }).click();

    const flite = page.locator('#speech-flite');
    await flite.getByRole('textbox', { name: 'Try it' }).fill('Counted slowly, '.repeat(20));
    await flite.getByRole('button', { name: 'Speak' }).click();
    await page.getByRole('button', { name: 'Pause' }).first().waitFor();
    await inspect(page, `${size}-engines`);

    // What thinks and what listens is tried as well, without leaving the page.
    const agent = page.locator('#language-builtin');
    await agent.getByRole('textbox', { name: 'Try it' }).fill('What can you do?');
    await agent.getByRole('button', { name: 'Ask' }).click();
    await agent
      .getByRole('status')
      .getByText(/\w.* ms$/)
      .waitFor();
    const listener = page.locator('#recognition-soundswallower');
    const spoken = {
      name: 'said.wav',
      mimeType: 'audio/wav',
      buffer: await real.wav('Where is my order?', 48_000),
    };
    await listener.getByLabel('Try it').setInputFiles(spoken);
    await listener.getByText(/where is my order/i).waitFor();
    await listener.scrollIntoViewIfNeeded();
    await inspect(page, `${size}-engines-tried`);

    server.behave('broken');
    const asked = async () => {
      await stage.key.post(`/api/v1/voices/${VOICE}/preview`, { text: `Hello ${Math.random()}.` });
      const engines = (await stage.key.get('/api/v1/engines')).body.items;
      return engines.find(({ id }: { id: string }) => id === 'local-speech');
    };
    // Its first pause may be over before a busy machine has drawn the page.
    const leftForLong = ({ until: end }: { until: string | null }) =>
      end !== null && Date.parse(end) - Date.now() > 8_000;
    await until(asked, ({ circuit }) => circuit.state === 'open' && leftForLong(circuit), 60_000);
    await page.reload();
    await card.getByText('Left alone for a moment').waitFor();
    await card.getByText('Tried again at').waitFor();
    await card.getByText(/Failures – /).waitFor();
    await inspect(page, `${size}-engines-outage`);
    // Nobody asks it: once its time has come, the page says so by itself.
    await card.getByText('Tried again with the next request').waitFor();
    expect(await card.getByText('Tried again at').count()).toBe(0);
    await inspect(page, `${size}-engines-due`);

    // A voice is given a stand-in of its own, and loses it again.
    const own = page.getByRole('region', { name: 'For single voices' });
    await own.getByLabel('Instead of').selectOption(VOICE);
    await own.getByLabel('speaks', { exact: true }).selectOption('flite:rms');
    await own.getByRole('button', { name: 'Set stand-in' }).click();
    await own.getByText('→').waitFor();
    await expect
      .poll(async () => (await stage.key.get('/api/v1/workspace')).body.standIns)
      .toEqual({ [VOICE]: 'flite:rms' });
    await own.scrollIntoViewIfNeeded();
    await inspect(page, `${size}-own-stand-in`);
    await own.getByRole('button', { name: /^Remove the stand-in of/ }).click();
    await own.getByText('No voice has a stand-in of its own.').waitFor();

    // Who listens first is changed with the keyboard alone, and holds after a reload.
    const listens = page.getByRole('region', { name: 'Listens', exact: true });
    const names = () => listens.locator('ol > li > span:first-child').allInnerTexts();
    const [first, second] = await names();
    await listens.getByRole('button', { name: `Ask ${second} earlier` }).focus();
    await page.keyboard.press('Enter');
    await until(names, (now) => now[0] === second);
    await page.reload();
    await listens.getByText(second!).waitFor();
    expect((await names()).slice(0, 2)).toEqual([second, first]);
    const { listenerOrder, agentOrder } = (await stage.key.get('/api/v1/workspace')).body;
    expect([listenerOrder.length > 1, agentOrder]).toEqual([true, []]);
    await listens.getByRole('button', { name: `Do not ask ${second}` }).click();
    await listens.getByText('Not asked, unless').waitFor();
    await listens.scrollIntoViewIfNeeded();
    await inspect(page, `${size}-asked-first`);
    await listens.getByRole('button', { name: `Ask ${second} too` }).click();
    await until(names, (now) => now[0] === first && now.length === listenerOrder.length);
    expect(complaints).toEqual([]);
  }, 120_000);
}

test('a voice whose engine is down: its version fails, a draft by a stand-in is put beside it, and marked', async () => {
  server.behave(null);
  const project = (await stage.key.post('/api/v1/projects', { name: 'Outage', purpose: 'support' })).body;
  const script = await stage.key.post(`/api/v1/projects/${project.id}/scripts`, {
    title: 'Hold the line',
    language: 'en-US',
    text: 'Please hold the line.',
  });
  const versions = `/api/v1/scripts/${script.body.id}/versions`;
  await until(
    () => stage.key.post(versions, { voiceId: VOICE }),
    ({ status }) => status === 202,
  );
  await until(
    async () => (await stage.key.get(versions)).body.items[0],
    ({ state }) => state === 'ready',
  );
  server.behave('quota');
  expect((await stage.key.post(versions, { voiceId: VOICE, parameters: { speed: 1.1 } })).status).toBe(202);
  await until(
    async () => (await stage.key.get(versions)).body.items,
    (items) => items.length === 3 && items[0].state === 'ready',
  );
  const { page } = await stage.visit();
  await stage.enter(page);
  await page.goto(`${stage.url}/scripts/${script.body.id}`);
  await page.getByText(/Stand-in for .* \(version 2\)/).waitFor();
  await inspect(page, 'stand-in');
}, 120_000);
