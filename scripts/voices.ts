import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { readEnv } from '../server/env.ts';
import { ProblemError } from '../server/problem.ts';
import { voicesFolder } from '../server/processes/speech.ts';
import {
  downloadVoice,
  isInstalled,
  removeVoiceFiles,
  sizeOfVoice,
} from '../server/voices/download/downloadVoice.ts';
import { type DownloadableVoice, VOICE_CATALOGUE } from '../shared/voices/catalogue.ts';

// `npm run voices -- list | pull NAME [--accept-licence] | remove NAME`: neural voices of this machine, beside a
// running installation or without one. Ends with 1 when it failed, 2 when it was not understood.

const USAGE = 'Usage: npm run voices -- list | pull NAME [--accept-licence] | remove NAME\n';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'accept-licence': { type: 'boolean', default: false } },
});
const [command, name, ...more] = positionals;
if (existsSync('.env')) process.loadEnvFile('.env');
const env = readEnv(process.env);
const folder = voicesFolder(env);
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

function fail(sentence: string, code: number): never {
  process.stderr.write(sentence);
  process.exit(code);
}

function voiceOf(id: string | undefined): DownloadableVoice {
  if (!id || more.length > 0) fail(USAGE, 2);
  const voice = VOICE_CATALOGUE.find((each) => each.id === id);
  return voice ?? fail(`There is no voice ${id}; “list” shows those that can be fetched.\n`, 1);
}

async function accepted(voice: DownloadableVoice): Promise<boolean> {
  process.stdout.write(
    `${voice.name}, ${voice.language}, ${megabytes(sizeOfVoice(voice))}\nLicence: ${voice.licence}\n`,
  );
  if (values['accept-licence']) return true;
  if (!process.stdin.isTTY) return false;
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question('Do you accept the licence? (yes/no) ');
  ask.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function pull(voice: DownloadableVoice): Promise<void> {
  if (!(await accepted(voice)))
    fail('Nothing was fetched: the licence was not accepted (--accept-licence accepts it).\n', 1);
  const leaving = new AbortController();
  process.once('SIGINT', () => leaving.abort(new Error('Stopped. What has arrived is kept.')));
  const total = sizeOfVoice(voice);
  let told = -1;
  const onProgress = (bytes: number) => {
    const percent = Math.floor((100 * bytes) / total);
    if (percent === told) return;
    told = percent;
    process.stdout.write(
      process.stdout.isTTY ? `\r${percent} %` : percent % 10 === 0 ? `${percent} %\n` : '',
    );
  };
  try {
    await downloadVoice(
      voice,
      { folder, url: env.VOICEOPS_VOICES_URL },
      { signal: leaving.signal, onProgress },
    );
  } catch (error) {
    const known = error instanceof ProblemError || leaving.signal.aborted;
    fail(`\n${known && error instanceof Error ? error.message : 'It could not be fetched.'}\n`, 1);
  }
  process.stdout.write(`\n${voice.name} is in ${folder}.\n`);
}

if (command === 'list' && !name) {
  for (const voice of VOICE_CATALOGUE)
    process.stdout.write(
      `${isInstalled(folder, voice) ? '✓' : ' '} ${voice.id.padEnd(22)} ${voice.language}  ${voice.gender.padEnd(6)}  ${megabytes(sizeOfVoice(voice))}  ${voice.licence}\n`,
    );
} else if (command === 'pull') {
  await pull(voiceOf(name));
} else if (command === 'remove') {
  const voice = voiceOf(name);
  if (!isInstalled(folder, voice)) fail(`${voice.name} is not in ${folder}.\n`, 1);
  await removeVoiceFiles(folder, voice);
  process.stdout.write(`${voice.name} was removed.\n`);
} else fail(USAGE, 2);
