import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/**
 * The installed Chromium where one is named, otherwise the one that npm brings along.
 *
 * @param microphone a WAV file that its microphone hears over and over; a beep without one
 */
export async function openBrowser(microphone?: string): Promise<Browser> {
  const named = process.env.VOICEOPS_TEST_CHROMIUM;
  if (named && !existsSync(named))
    throw new Error(`VOICEOPS_TEST_CHROMIUM names ${named}, which does not exist`);
  return chromium.launch({
    executablePath: named ?? (await unpackedChromium()),
    args: [
      // Its own list, for functions in a cloud, asks for a single process, which ends with the first closed window.
      ...(named ? [] : sparticuz.args.filter((arg) => arg !== '--single-process')),
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : []),
    ],
  });
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/**
 * Where npm's Chromium lies unpacked, once for this checkout. It unpacks itself into the temporary folder under
 * names that other users may hold, and takes what an interrupted run left there for whole.
 */
async function unpackedChromium(): Promise<string> {
  const folder = join(CACHE, 'chromium');
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    const unpacking = mkdtempSync(join(CACHE, 'chromium-'));
    const { TMPDIR } = process.env;
    process.env.TMPDIR = unpacking;
    try {
      await sparticuz.executablePath();
      renameSync(unpacking, folder);
    } catch (error) {
      // Of two files that unpack it at once, the later one finds it there.
      if (!existsSync(folder)) throw error;
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      rmSync(unpacking, { recursive: true, force: true });
    }
  }
  return join(folder, 'chromium');
}
