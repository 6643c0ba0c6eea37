import { randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstallation } from '../../bench/support/installation.ts';
import { openCallers } from '../../scripts/support/callers.ts';
import { decodeMuLaw } from '../../server/audio/g711.ts';
import { floatToInt16 } from '../../server/audio/pcm16.ts';
import { writeWav } from '../../server/audio/wav.ts';
import { openCarrier } from '../../server/simulator/carrier/carrier.ts';
import { NO_FAULTS } from '../../server/simulator/carrier/faults.ts';
import type { CallerOnLine, CallerSide } from '../../server/simulator/carrier/line.ts';
import {
  type ApiInstallation,
  apiInstallation,
} from '../../server/simulator/installation/apiInstallation.ts';
import { figuresOf, linesOf } from '../../server/simulator/runs/figures.ts';
import { withWidth } from '../../server/simulator/runs/many.ts';
import { playScenario, type ScenarioResult } from '../../server/simulator/scenarios/playScenario.ts';
import { Scenario } from '../../server/simulator/scenarios/scenario.ts';
import { CALL_RATE_HZ } from '../../server/telephony/callTransport.ts';
import { OWNER } from '../support/node.ts';
import { NUMBERS } from './flows.ts';
import { callScenarios } from './scenarios/index.ts';

const AUTH_TOKEN = 'a token for evaluations';
const ACCOUNT_SID = 'ACevaluations';
/** Calls at once, so that a run takes minutes. */
const AT_ONCE = Number(process.env.VOICEOPS_EVAL_CALLS ?? 3);
const GOAL = 0.95;

export interface CallsRun {
  report: unknown;
  reached: boolean;
}

/** Calls an installation of its own as every scenario says, over the emulated carrier, and grades each call. */
export async function runCalls({
  wanted,
  transcripts,
  wav,
  print,
}: {
  wanted: (name: string) => boolean;
  /** What each caller did and heard, for calls that failed. */
  transcripts: boolean;
  /** Where the sound of those is kept. */
  wav: string | undefined;
  print: (lines: string[]) => void;
}): Promise<CallsRun> {
  const place = { url: '' };
  const carrier = await openCarrier({
    authToken: AUTH_TOKEN,
    accountSid: ACCOUNT_SID,
    url: () => place.url,
    publicUrl: 'http://voice.example',
    controlPort: 0,
  });
  const callers = openCallers();
  const product = await openInstallation();
  try {
    const node = await product.start({
      // What callers hear is spoken when it is needed: the samples of the studio are not waited for.
      VOICEOPS_ROLES: 'web,calls',
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_BASE_URL: carrier.controlUrl ?? '',
      VOICEOPS_PUBLIC_URL: 'http://voice.example',
    });
    place.url = node.url;
    const installation = apiInstallation(node.url, OWNER.VOICEOPS_OWNER_API_KEY);
    await installation.send('POST', '/api/v1/business/demo-data', {});
    await addNumbers(installation);
    const timeZone = await installation.timeZone();
    // Lines that were never heard are made for the first call that needs them; nobody grades that one.
    const everyNumber = ['+15005550100', ...Object.keys(NUMBERS)];
    await withWidth(everyNumber, AT_ONCE, (to) =>
      carrier.call({ from: '+15005550006', to, caller: new Listener(), faults: NO_FAULTS }),
    );
    const first = randomInt(10_000);
    const scenarios = callScenarios(isOpen(new Date(), timeZone))
      .filter(({ name }) => wanted(name))
      .map((scenario, index) =>
        // Numbers that differ in the digits that are shown.
        Scenario.parse({ ...scenario, from: `+1500555${String((first + index) % 10_000).padStart(4, '0')}` }),
      );
    const results = await withWidth(scenarios, AT_ONCE, async (scenario) => {
      const result = await playScenario(scenario, {
        carrier,
        sounds: callers.sounds,
        ear: callers.ear,
        installation,
        timeZone,
        readFile: (name) => readFile(name),
      });
      print(linesOfResult(result, transcripts));
      if (wav && result.complaints.length > 0) await keepSound(wav, result);
      return result;
    });
    const passed = results.filter(({ complaints }) => complaints.length === 0).length;
    print([
      '',
      `${passed} of ${results.length} calls as they must be (${((100 * passed) / results.length).toFixed(1)} %, goal ${100 * GOAL} %)`,
      ...linesOf(figuresOf(results.map(({ report }) => report))),
    ]);
    const trouble = node
      .output()
      .split('\n')
      .filter((line) => /"level":(40|50|60)/.test(line));
    if (transcripts) print(['', 'What the program warned of:', ...trouble.slice(-40)]);
    return { report: results.map(withoutSound), reached: passed >= GOAL * results.length };
  } finally {
    await carrier.close();
    await callers.close();
    await product.close();
  }
}

/** Listens to what is said first, and hangs up. */
class Listener implements CallerOnLine {
  tick(side: CallerSide): void {
    const greeted = side.atMs - side.agentSilentMs > 0 && side.agentSilentMs > 2_000;
    if (greeted || side.atMs > 30_000) side.hangUp();
  }
}

function linesOfResult(
  { name, voice, complaints, deeds, recorded }: ScenarioResult,
  transcripts: boolean,
): string[] {
  const failed = complaints.length > 0;
  const told = (recorded?.events ?? []) as { kind: string; atMs: number }[];
  const all = [
    ...deeds.map(({ atMs, what }) => ({ atMs, what: `caller: ${what}` })),
    ...told.map(({ atMs, ...event }) => ({ atMs, what: `program: ${shortOf(event)}` })),
  ].sort((one, other) => one.atMs - other.atMs);
  return [
    `${failed ? 'FAILED' : 'passed'}  ${name} (${voice})`,
    ...complaints.map((complaint) => `        ${complaint}`),
    ...(failed && transcripts
      ? all.map(({ atMs, what }) => `          ${(atMs / 1000).toFixed(1).padStart(5)} s ${what}`)
      : []),
  ];
}

const shortOf = ({ source: _, personality: __, ...event }: Record<string, unknown>) =>
  JSON.stringify(event).slice(0, 220);

async function keepSound(folder: string, { name, report }: ScenarioResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const part of ['sent', 'heard'] as const)
    await writeFile(
      join(folder, `${name.replaceAll(/[^\w]+/g, '-')}.${part}.wav`),
      writeWav(floatToInt16(decodeMuLaw(report.line?.[part] ?? new Uint8Array())), CALL_RATE_HZ),
    );
}

const withoutSound = ({ report: { line, ...report }, ...result }: ScenarioResult) => ({
  ...result,
  ...report,
  line: line && { ...line, sent: undefined, heard: undefined },
});

/** Monday to Friday, nine to six. */
function isOpen(now: Date, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return !['Sat', 'Sun'].includes(part('weekday')) && Number(part('hour')) >= 9 && Number(part('hour')) < 18;
}

/** Numbers and their flows, as a program sets them up. */
async function addNumbers(installation: ApiInstallation): Promise<void> {
  for (const [number, { name, flow }] of Object.entries(NUMBERS)) {
    const { id: flowId } = await installation.send('POST', '/api/v1/flows', { name, content: flow });
    await installation.send('POST', '/api/v1/phone-numbers', { number, name, flowId });
  }
}
