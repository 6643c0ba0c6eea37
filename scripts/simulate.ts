import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeMuLaw } from '../server/audio/g711.ts';
import { floatToInt16 } from '../server/audio/pcm16.ts';
import { writeWav } from '../server/audio/wav.ts';
import { generateCall } from '../server/simulator/callers/generated/generate.ts';
import { openCarrier } from '../server/simulator/carrier/carrier.ts';
import { apiInstallation } from '../server/simulator/installation/apiInstallation.ts';
import { processSample } from '../server/simulator/installation/processSample.ts';
import { readBusiness } from '../server/simulator/installation/readBusiness.ts';
import { figuresOf, linesOf } from '../server/simulator/runs/figures.ts';
import { spread, withWidth } from '../server/simulator/runs/many.ts';
import { replay } from '../server/simulator/runs/replayCall.ts';
import { soak } from '../server/simulator/runs/soak.ts';
import { playScenario, type ScenarioResult } from '../server/simulator/scenarios/playScenario.ts';
import { Scenario } from '../server/simulator/scenarios/scenario.ts';
import { Unusable } from '../server/simulator/unusable.ts';
import { CALL_RATE_HZ } from '../server/telephony/callTransport.ts';
import { openCallers } from './support/callers.ts';
import { openVirtual } from './support/virtual.ts';

// `npm run simulate -- …`: an emulated carrier calls an installation (docs/simulator.md). Ends with 1 when a call was
// not as its scenario says, 2 when the run could not be made as it was asked for.

const USAGE = `Usage: npm run simulate -- [--url URL] [--public-url URL] [--to NUMBER] …
  --scenario FILE|FOLDER   calls as these scenarios say (several times)
  --generated              callers with goals and tempers of their own; --calls N of them (10), drawn from --seed S (1) on
  --calls N --ramp SECONDS so many calls, begun over so long
  --replay CALL            says again what the caller of a recorded call said, beside what was heard then
  --soak MINUTES           keeps --calls lines busy with calls that end at random
  --longest SECONDS        they all end before this (60)
  --every SECONDS          each of them says something about so often (8)
  --wav FOLDER             keeps what was said and heard
  --json FILE              the report for programs
  --virtual                in this process and in virtual time: no sound, no recogniser, an hour of calls in seconds
  --control-port PORT      serves the carrier’s REST interface there (set TWILIO_BASE_URL to it)
TWILIO_AUTH_TOKEN signs the calls; with VOICEOPS_API_KEY the data is graded too.
`;

const GENERATED_CALLS = 10;

type Outside = Awaited<ReturnType<typeof openOutside>>;

const { values } = (() => {
  try {
    return parseArgs({
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:4000' },
        'public-url': { type: 'string' },
        to: { type: 'string' },
        from: { type: 'string' },
        scenario: { type: 'string', multiple: true, default: [] },
        generated: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        calls: { type: 'string' },
        ramp: { type: 'string', default: '0' },
        replay: { type: 'string' },
        soak: { type: 'string' },
        longest: { type: 'string', default: '60' },
        every: { type: 'string', default: '8' },
        wav: { type: 'string' },
        json: { type: 'string' },
        virtual: { type: 'boolean', default: false },
        'control-port': { type: 'string' },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
})();

if (existsSync('.env')) process.loadEnvFile('.env');
const key = process.env.VOICEOPS_API_KEY ?? process.env.VOICEOPS_OWNER_API_KEY ?? null;
const publicUrl = values['public-url'] ?? process.env.VOICEOPS_PUBLIC_URL;
const count = values.calls === undefined ? null : wholeNumber('calls', values.calls, 1);
const seed = wholeNumber('seed', values.seed);
const rampMs = wholeNumber('ramp', values.ramp) * 1000;
const soakMs = wholeNumber('soak', values.soak ?? '0') * 60_000;
const longestMs = wholeNumber('longest', values.longest, 1) * 1000;
const everyMs = wholeNumber('every', values.every, 1) * 1000;
const controlPort = values['control-port'] && wholeNumber('control-port', values['control-port']);
if (values.scenario.length === 0 && !values.generated && !values.replay && !values.soak) fail(USAGE);
if (values.generated && !key)
  fail('VOICEOPS_API_KEY is missing: callers are made for what the business has.\n');
if (values.virtual)
  for (const option of ['replay', 'soak', 'wav', 'control-port'] as const)
    if (values[option] !== undefined)
      fail(`--${option} needs sound and sockets: in virtual time there are none.\n`);

// Read before anything is opened, which is to be closed again.
const scenarios =
  values.generated || values.replay || values.soak ? [] : await readScenarios(values.scenario);
const outside = values.virtual ? null : await openOutside();
const means = outside ?? (await openVirtual(key));
try {
  if (outside && values.replay) await replayCall(outside, values.replay);
  else if (outside && values.soak) await soakFor(outside);
  else await playAll();
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
} finally {
  await means.close();
}

/** The emulated carrier, over real sockets. */
async function openOutside() {
  const authToken = process.env.TWILIO_AUTH_TOKEN ?? fail(`TWILIO_AUTH_TOKEN is missing.\n${USAGE}`);
  const carrier = await openCarrier({
    authToken,
    ...(process.env.TWILIO_ACCOUNT_SID && { accountSid: process.env.TWILIO_ACCOUNT_SID }),
    url: values.url,
    ...(publicUrl && { publicUrl }),
    ...(controlPort && { controlPort }),
  }).catch((error: Error) => fail(`The carrier cannot serve there: ${error.message}\n`));
  const callers = openCallers();
  return {
    carrier,
    sounds: callers.sounds,
    ear: callers.ear,
    installation: key ? apiInstallation(values.url, key) : null,
    close: async () => {
      await carrier.close();
      await callers.close();
    },
  };
}

async function playAll(): Promise<void> {
  const { installation } = means;
  const timeZone = (await installation?.timeZone()) ?? 'UTC';
  const total = count ?? (values.generated ? GENERATED_CALLS : scenarios.length);
  /** What the business has changes with every call. */
  const scenarioOf = async (index: number) =>
    values.generated && installation
      ? {
          scenario: generateCall(
            seed + index,
            await readBusiness(installation, timeZone),
            values.to ?? '+15005550100',
          ),
          folder: '.',
        }
      : scenarios[index % scenarios.length]!;
  const beganMs = performance.now();
  const play = async (index: number) => {
    const { scenario, folder } = await scenarioOf(index);
    const dialled = {
      ...scenario,
      ...(values.to && { to: values.to }),
      ...(values.from && !values.generated && { from: values.from }),
    };
    const result = await playScenario(dialled, {
      ...means,
      timeZone,
      readFile: (name) =>
        readFile(join(folder, name)).catch(() => {
          throw new Unusable(`${scenario.name}: there is no ${join(folder, name)} to be played.`);
        }),
    });
    const passed = result.complaints.length === 0;
    console.log(
      `${passed ? 'passed' : 'FAILED'}  ${result.name} (${values.virtual ? 'virtual' : result.voice})`,
    );
    for (const complaint of result.complaints) console.log(`        ${complaint}`);
    await keep(`${index + 1}-${result.name}`, result);
    return result;
  };
  const results = values.virtual
    ? await withWidth([...Array(total).keys()], 1, play)
    : await spread(total, rampMs, play);
  const figures = figuresOf(results.map(({ report }) => report));
  const passed = results.filter(({ complaints }) => complaints.length === 0).length;
  console.log(['', `${passed} of ${results.length} calls as they must be`, ...linesOf(figures)].join('\n'));
  const talkedMs = results.reduce((sum, { report }) => sum + (report.line?.durationMs ?? 0), 0);
  if (values.virtual) console.log(virtualLine(talkedMs, performance.now() - beganMs));
  await writeReport({
    ...(values.virtual && { virtual: true, talkedMs, tookMs: performance.now() - beganMs }),
    passed,
    figures,
    lateMs: outside && lateness(outside.carrier),
    calls: results.map(({ report: { line, ...report }, ...result }) => ({
      ...result,
      ...report,
      line: line && { ...line, sent: undefined, heard: undefined },
    })),
  });
  if (passed < results.length) process.exitCode = 1;
}

function virtualLine(talkedMs: number, tookMs: number): string {
  return `virtual: no sound, no recogniser; ${(talkedMs / 60_000).toFixed(1)} minutes of calls in ${(tookMs / 1000).toFixed(1)} s`;
}

async function soakFor({ carrier, sounds: said }: Outside): Promise<void> {
  const texts = [
    'Hello?',
    'Where is my order one two three four five?',
    'What are your opening hours?',
    'Uh-huh.',
  ];
  const sounds = await Promise.all(
    texts.map((text, index) => said.said(text, index % 2 ? 'flite:slt' : 'flite:rms')),
  );
  const { samples, reports } = await soak(carrier, {
    calls: count ?? 20,
    forMs: soakMs,
    everyMs: 10_000,
    from: values.from ?? '+15005550006',
    to: values.to ?? '+15005550100',
    sounds,
    random: Math.random,
    longestMs,
    speaksEveryMs: everyMs,
    sample: () => processSample(values.url, key),
    onSample: ({ atMs, live, residentBytes, handles, eventLoopP99Ms }) =>
      console.log(
        `${String(Math.round(atMs / 1000)).padStart(6)} s  ${live} calls  ${Math.round(residentBytes / 1e6)} MB  ${handles} handles  event loop p99 ${eventLoopP99Ms.toFixed(1)} ms`,
      ),
  });
  const figures = figuresOf(reports);
  console.log(linesOf(figures).join('\n'));
  await writeReport({ figures, samples, lateMs: lateness(carrier) });
}

async function replayCall({ carrier, ear, installation }: Outside, callId: string): Promise<void> {
  if (!installation) throw new Unusable('VOICEOPS_API_KEY is missing: a recording is read by it.');
  const result = await replay(callId, {
    carrier,
    ear,
    installation,
    to: values.to,
    from: values.from ?? '+15005550006',
  });
  console.log(result.lines.join('\n'));
  await keep(`replay-${callId}`, { report: result.report });
  await writeReport({ turns: result.turns });
}

/** Slots of the wheel that were served late: above some ms the carrier itself is too slow to be believed. */
function lateness({ wheel }: Outside['carrier']) {
  const late = wheel.lateMs.toSorted((one, other) => one - other);
  return { p50: late[late.length >> 1] ?? null, p99: late[Math.floor(late.length * 0.99)] ?? null };
}

async function readScenarios(paths: readonly string[]) {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => fail(`There is no ${path}.\n`));
    if (!found.isDirectory()) files.push(path);
    else
      for (const name of (await readdir(path)).sort())
        if (name.endsWith('.json')) files.push(join(path, name));
  }
  const scenarios = [];
  for (const file of files) {
    const content = parseJson(file, await readFile(file, 'utf8'));
    for (const each of Array.isArray(content) ? content : [content]) {
      const read = Scenario.safeParse(each);
      if (!read.success)
        fail(
          `${file}: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}\n`,
        );
      scenarios.push({ scenario: read.data, folder: dirname(resolve(file)) });
    }
  }
  if (scenarios.length === 0) fail('There are no scenarios.\n');
  return scenarios;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(`${file} is no JSON: ${(error as Error).message}\n`);
  }
}

async function keep(name: string, { report }: Pick<ScenarioResult, 'report'>): Promise<void> {
  if (!values.wav || !report.line) return;
  await mkdir(values.wav, { recursive: true });
  for (const part of ['sent', 'heard'] as const)
    await writeFile(
      join(values.wav, `${name.replaceAll(/[^\w-]+/g, '-')}.${part}.wav`),
      writeWav(floatToInt16(decodeMuLaw(report.line[part])), CALL_RATE_HZ),
    );
}

async function writeReport(report: object): Promise<void> {
  if (values.json) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

function wholeNumber(name: string, text: string, least = 0): number {
  return /^\d+$/.test(text) && Number(text) >= least
    ? Number(text)
    : fail(`--${name} is a whole number${least > 0 ? ` from ${least} on` : ''}.\n`);
}

function fail(sentence: string): never {
  process.stderr.write(sentence);
  process.exit(2);
}
