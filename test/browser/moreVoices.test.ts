import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inspect, SIZES, Stage } from '../support/browser.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';
import { writeTinyPiper } from '../support/tinyVoice.ts';

/** A mirror without the real weights: it sends a third of a model and waits, or something else altogether. */
const mirror = { wrong: false, waiting: new Set<ServerResponse>() };
const ENTRY = 'de/de_DE/thorsten/medium';
const list = Object.fromEntries(
  ['de_DE-thorsten-medium.onnx', 'de_DE-thorsten-medium.onnx.json', 'MODEL_CARD'].map((name) => [
    `${ENTRY}/${name}`,
    { size_bytes: name.endsWith('.onnx') ? 63_201_294 : 5_000, md5_digest: 'a'.repeat(32) },
  ]),
);
const server = createServer((request, response) => {
  if (request.url === '/voices.json')
    return response.end(JSON.stringify({ 'de_DE-thorsten-medium': { files: list } }));
  if (request.url?.endsWith('/MODEL_CARD')) return response.end('* License: CC0 of its card\n');
  if (mirror.wrong) return response.writeHead(404).end();
  response.writeHead(200, { 'content-length': 63_201_294 });
  response.write(Buffer.alloc(21_000_000));
  mirror.waiting.add(response);
  return request.on('close', () => mirror.waiting.delete(response));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const stage = new Stage({
  ...OWNER,
  ...NO_LIMITS,
  VOICEOPS_VOICES_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});

for (const [index, [size, viewport]] of SIZES.entries()) {
  test(`a voice is fetched with its licence and progress, stopped, and a failure says why (${size})`, async () => {
    writeTinyPiper(join(stage.node.dataDir, 'voices'));
    mirror.wrong = false;
    const { page, complaints } = await stage.visit(viewport, index === 0 ? 'light' : 'dark');
    await stage.signIn(page);
    await page.goto(`${stage.url}/voices`);
    await page.getByText('More voices', { exact: true }).click();
    await page.getByRole('button', { name: 'Fetch Alba' }).click();
    await page.getByRole('dialog').getByText('CC BY 4.0').waitFor();
    await inspect(page, `${size}-more-voices-licence`);
    await page.getByRole('button', { name: 'Accept and fetch' }).click();
    await page.getByText('21 MB of 63 MB').waitFor();
    await inspect(page, `${size}-more-voices-progress`);
    await page.getByRole('button', { name: 'Stop fetching Alba' }).click();
    await page.getByText('Stopped; what arrived is kept').waitFor();
    mirror.wrong = true;
    await page.getByRole('button', { name: 'Fetch Joe' }).click();
    await page.getByRole('button', { name: 'Accept and fetch' }).click();
    // What failed before on the other screen stands there already: only the dialog tells that this one began.
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('does not have this file').waitFor();
    // A voice that somebody put into the folder is there without being fetched.
    await page.getByText('en_US-tiny-low').first().waitFor();
    const byName = page.getByLabel('Another voice, by its name');
    await byName.fill('de_DE-nobody-low');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('The source has no voice “de_DE-nobody-low”').waitFor();
    await inspect(page, `${size}-more-voices`);
    await byName.fill('de_DE-thorsten-medium');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByRole('dialog').getByText('CC0 of its card').waitFor();
    await inspect(page, `${size}-more-voices-by-name`);
    // What failed by its name goes from the list again; what was stopped of the list's own is as before.
    await page.getByRole('button', { name: 'Accept and fetch' }).click();
    await page.getByRole('button', { name: 'Discard the download of Thorsten' }).scrollIntoViewIfNeeded();
    await inspect(page, `${size}-more-voices-in-vain`);
    await page.getByRole('button', { name: 'Discard the download of Thorsten' }).click();
    await page.getByRole('button', { name: 'Fetch Thorsten' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Discard the download of Alba' }).click();
    await page.getByText('Stopped; what arrived is kept').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Fetch Alba' }).waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);
}
