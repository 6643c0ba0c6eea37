import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { readEnv } from '../server/env.ts';
import { ProblemError } from '../server/problem.ts';
import { recognizersFolder } from '../server/processes/recognition.ts';
import { voicesFolder } from '../server/processes/speech.ts';
import { findPublishedVoice, pathsOfVoice } from '../server/voices/download/collection.ts';
import {
  downloadRecognizer,
  recognizerInstalled,
  removeRecognizer,
} from '../server/voices/download/downloadRecognizer.ts';
import {
  downloadVoice,
  isInstalled,
  removeVoiceFiles,
  sizeOfVoice,
} from '../server/voices/download/downloadVoice.ts';
import { type DownloadableRecognizer, RECOGNIZER_CATALOGUE } from '../shared/recognizers/catalogue.ts';
import { type DownloadableVoice, VOICE_CATALOGUE } from '../shared/voices/catalogue.ts';

// `npm run voices -- list | pull NAME [--accept-licence] | remove NAME`: neural voices and recognisers of this
// machine, beside a running installation or without one. Ends with 1 when it failed, 2 when it was not understood.

const USAGE = 'Usage: npm run voices -- list | pull NAME [--accept-licence] | remove NAME\n';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'accept-licence': { type: 'boolean', default: false } },
});
const [command, name, ...more] = positionals;
if (existsSync('.env')) process.loadEnvFile('.env');
const env = readEnv(process.env);
const folder = voicesFolder(env);
const listening = recognizersFolder(env);
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

function fail(sentence: string, code: number): never {
  process.stderr.write(sentence);
  process.exit(code);
}

function nameOf(id: string | undefined): string {
  return id && more.length === 0 ? id : fail(USAGE, 2);
}

const listed = (id: string) => VOICE_CATALOGUE.find((each) => each.id === id);

/** One of the catalogue, else what the source says of a voice of this name. */
async function voiceOf(id: string): Promise<DownloadableVoice> {
  try {
    return listed(id) ?? (await findPublishedVoice(env.VOICEOPS_VOICES_URL, id));
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : 'It could not be looked up.'}\n`, 1);
  }
}

async function accepted(what: string, licence: string): Promise<boolean> {
  process.stdout.write(`${what}\nLicence: ${licence}\n`);
  if (values['accept-licence']) return true;
  if (!process.stdin.isTTY) return false;
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question('Do you accept the licence? (yes/no) ');
  ask.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function pull(
  what: string,
  licence: string,
  into: string,
  fetchIt: (signal: AbortSignal, onShare: (share: number) => void) => Promise<void>,
): Promise<void> {
  if (!(await accepted(what, licence)))
    fail('Nothing was fetched: the licence was not accepted (--accept-licence accepts it).\n', 1);
  const leaving = new AbortController();
  process.once('SIGINT', () => leaving.abort(new Error('Stopped. What has arrived is kept.')));
  let told = -1;
  const onShare = (share: number) => {
    const percent = Math.floor(100 * share);
    if (percent === told) return;
    told = percent;
    process.stdout.write(
      process.stdout.isTTY ? `\r${percent} %` : percent % 10 === 0 ? `${percent} %\n` : '',
    );
  };
  try {
    await fetchIt(leaving.signal, onShare);
  } catch (error) {
    const known = error instanceof ProblemError || leaving.signal.aborted;
    fail(`\n${known && error instanceof Error ? error.message : 'It could not be fetched.'}\n`, 1);
  }
  process.stdout.write(`\n${what} is in ${into}.\n`);
}

function pullVoice(voice: DownloadableVoice): Promise<void> {
  const total = sizeOfVoice(voice);
  return pull(
    `${voice.name}, ${voice.language}, ${megabytes(total)}`,
    voice.licence,
    folder,
    (signal, onShare) =>
      downloadVoice(
        voice,
        {
          folder,
          url: env.VOICEOPS_VOICES_URL,
          pocketUrl: env.VOICEOPS_POCKET_URL,
          kokoroUrl: env.VOICEOPS_KOKORO_URL,
        },
        { signal, onProgress: (bytes) => onShare(bytes / total) },
      ),
  );
}

function pullRecognizer(recognizer: DownloadableRecognizer): Promise<void> {
  const { name: called, languages, megabytes: about, licence } = recognizer;
  return pull(`${called}, ${languages}, about ${about} MB`, licence, listening, (signal, onProgress) =>
    downloadRecognizer(
      recognizer,
      { folder: listening, url: env.VOICEOPS_RECOGNIZERS_URL },
      { signal, onProgress },
    ),
  );
}

const recognizer = RECOGNIZER_CATALOGUE.find(({ id }) => id === name);

if (command === 'list' && !name) {
  for (const voice of VOICE_CATALOGUE)
    process.stdout.write(
      `${isInstalled(folder, voice) ? '✓' : ' '} ${voice.id.padEnd(22)} ${voice.language}  ${voice.gender.padEnd(6)}  ${megabytes(sizeOfVoice(voice))}  ${voice.licence}\n`,
    );
  process.stdout.write('\nRecognisers:\n');
  for (const each of RECOGNIZER_CATALOGUE)
    process.stdout.write(
      `${recognizerInstalled(listening, each) ? '✓' : ' '} ${each.id}  ${each.languages}  for ${each.use}  about ${each.megabytes} MB  ${each.licence}\n`,
    );
} else if (command === 'pull' && recognizer) {
  await pullRecognizer(recognizer);
} else if (command === 'remove' && recognizer) {
  if (!recognizerInstalled(listening, recognizer)) fail(`${recognizer.name} is not in ${listening}.\n`, 1);
  await removeRecognizer(listening, recognizer);
  process.stdout.write(`${recognizer.name} was removed.\n`);
} else if (command === 'pull') {
  await pullVoice(await voiceOf(nameOf(name)));
} else if (command === 'remove') {
  const id = nameOf(name);
  const voice = listed(id) ?? { id, family: 'piper' as const, files: pathsOfVoice(id) ?? [] };
  // One that was put there by hand may have come without its card.
  const needed = { ...voice, files: voice.files.filter(({ as }) => !as) };
  if (needed.files.length === 0 || !isInstalled(folder, needed)) fail(`${id} is not in ${folder}.\n`, 1);
  await removeVoiceFiles(folder, voice);
  process.stdout.write(`${id} was removed.\n`);
} else fail(USAGE, 2);
