import { afterAll, expect, test } from 'vitest';
import { writeWav } from '../../server/audio/wav.ts';
import { inspect, SIZES, Stage } from '../support/browser.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { openXttsApiServer } from '../support/engines/xtts.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';

const RATE_HZ = 24_000;
const real = openRealSpeech();
const xtts = await openXttsApiServer(real);
const stage = new Stage({ ...OWNER, ...NO_LIMITS, XTTS_BASE_URL: xtts.url });
afterAll(async () => {
  await xtts.close();
  await real.close();
});

/** Ten seconds of a chord: nobody speaks. */
const chord = Int16Array.from({ length: 10 * RATE_HZ }, (_, n) =>
  [220, 277.2, 329.6].reduce((sum, hz) => sum + 4900 * Math.sin((2 * Math.PI * hz * n) / RATE_HZ), 0),
);
const music = {
  name: 'tune.wav',
  mimeType: 'audio/wav',
  buffer: Buffer.from(writeWav(chord, RATE_HZ)),
};

test('music is no voice until another admin says so, and an engine that refuses says so on the screen', async () => {
  await stage.addMember({ email: 'ada@example.com', name: 'Ada Admin', role: 'admin' });
  const [owner, phone] = [await stage.visit(SIZES[0][1]), await stage.visit(SIZES[1][1], 'dark')];
  await stage.enter(owner.page);
  await stage.enter(phone.page, 'ada@example.com');
  const [as, ada] = [stage.asked(owner.page), stage.asked(phone.page)];

  const { id } = await as('POST', '/personalities', { name: 'Max' });
  const voice = `/personalities/${id}/voice`;
  await as('POST', `${voice}/samples`, { multipart: { file: music } });
  const consent = await as('POST', `${voice}/consent`, {
    multipart: {
      file: music,
      speaker: 'Max Moor',
      scope: 'channels',
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    },
  });
  expect(consent.state).toBe('in-review');
  await ada('POST', `/voice-reviews/${consent.id}`, { decision: 'allow', note: 'I was there.' });

  xtts.behave('broken', (path) => path === '/upload_sample');
  await owner.page.goto(`${stage.url}/personalities/${id}`);
  await owner.page.getByRole('link', { name: 'Own voice' }).click();
  // What failed its checks is chosen by whoever knows better alone.
  await owner.page.getByRole('checkbox', { name: /tune\.wav/ }).click();
  await owner.page.getByRole('button', { name: 'Make the voice' }).click();
  await owner.page.getByText('Another admin has to look at it first.').waitFor();
  await inspect(owner.page, 'desktop-training-in-review');

  await phone.page.goto(`${stage.url}/personalities?view=reviews`);
  await phone.page.getByRole('button', { name: 'Play tune.wav' }).waitFor();
  await inspect(phone.page, 'phone-decide-training');
  await phone.page.getByRole('button', { name: 'Allow' }).click();
  await phone.page.getByRole('dialog').getByLabel('Why').fill('He hums while he speaks.');
  await phone.page.getByRole('dialog').getByRole('button', { name: 'Allow' }).click();
  await phone.page.getByText('Nothing to decide').waitFor();

  await owner.page
    .getByText('The last try failed, and another one follows by itself.')
    .waitFor({ timeout: 60_000 });
  await inspect(owner.page, 'desktop-training-in-trouble');
  await owner.page.getByRole('button', { name: 'Stop training' }).click();
  await owner.page.getByRole('button', { name: 'Make the voice' }).waitFor();
  // What the engine failed at does not use up the hour.
  xtts.behave('refusing', (path) => path === '/upload_sample');
  await owner.page.getByRole('checkbox', { name: /tune\.wav/ }).click();
  await owner.page.getByRole('button', { name: 'Make the voice' }).click();
  await owner.page.getByText('Another admin has to look at it first.').waitFor();
  const [review] = (await ada('GET', '/voice-reviews')).items;
  await ada('POST', `/voice-reviews/${review.id}`, { decision: 'allow', note: 'As before.' });

  await owner.page.getByText('No voice came of it.').waitFor({ timeout: 60_000 });
  await inspect(owner.page, 'desktop-training-failed');
  await phone.page.goto(owner.page.url());
  await phone.page.getByText('No voice came of it.').waitFor();
  await inspect(phone.page, 'phone-training-failed');
  expect([...owner.complaints, ...phone.complaints]).toEqual([]);
}, 240_000);
