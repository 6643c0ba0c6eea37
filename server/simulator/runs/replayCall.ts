import { encodeMuLaw } from '../../audio/g711.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import type { CallReport, Carrier } from '../carrier/carrier.ts';
import { NO_FAULTS } from '../carrier/faults.ts';
import type { Ear } from '../hearing/ear.ts';
import type { ApiInstallation } from '../installation/apiInstallation.ts';
import { Unusable } from '../unusable.ts';
import { Replayer, utterancesOf } from './replay.ts';
import { twoChannels } from './twoChannels.ts';

/** What the agent answered to one utterance, then and now. */
export interface ReplayedTurn {
  /** How the call's record understood the caller, each time. */
  understood: { before: string | null; now: string | null };
  /** What it says that was said in answer, and whether those words are heard in the sound itself. */
  answered: { before: string | null; now: string | null; heardNow: boolean };
  /** From the end of speech to the first sound, by the recording then and by the carrier now. */
  delayMs: { before: number | null; now: number | null };
}

export interface ReplayOptions {
  carrier: Carrier;
  ear: Ear;
  installation: ApiInstallation;
  /** Left out: the number that was called then. */
  to: string | undefined;
  from: string;
}

/** Calls again with what the caller of a recorded call said, and puts both calls side by side. */
export async function replay(
  callId: string,
  { carrier, ear, installation, to, from }: ReplayOptions,
): Promise<{ turns: ReplayedTurn[]; lines: string[]; report: CallReport }> {
  const original = await installation.get(`/api/v1/calls/${callId}`);
  const recording = twoChannels(await installation.recording(callId));
  const [caller, agent] = recording.channels.map(encodeMuLaw) as [Uint8Array, Uint8Array];
  if (recording.rateHz !== CALL_RATE_HZ) throw new Unusable(`A recording of ${recording.rateHz} Hz.`);
  const utterances = utterancesOf(caller, agent);
  if (utterances.length === 0) throw new Unusable('The caller of this call said nothing that was recorded.');
  const again = new Replayer(utterances);
  const report = await carrier.call({
    from,
    to: to ?? String(original.to),
    caller: again,
    faults: NO_FAULTS,
    record: true,
  });
  const now = await installation.callOf(report);
  const before = eventsOf(original.events);
  const after = eventsOf(now?.events);
  const turns: ReplayedTurn[] = [];
  for (const [index, { fromMs, toMs }] of utterances.entries()) {
    const saidAtMs = again.saidAtMs[index];
    const next = utterances[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    const nextAgain = again.saidAtMs[index + 1] ?? Number.POSITIVE_INFINITY;
    const old = turnOf(before, fromMs, next);
    const fresh = saidAtMs === undefined ? null : turnOf(after, saidAtMs, nextAgain);
    const said = report.line?.said[index];
    const heard =
      fresh?.answered && saidAtMs !== undefined
        ? report.line?.heard.subarray(saidAtMs * 8, Math.min(nextAgain, report.line.durationMs) * 8)
        : null;
    turns.push({
      understood: { before: old.understood, now: fresh?.understood ?? null },
      answered: {
        before: old.answered,
        now: fresh?.answered ?? null,
        heardNow: heard && fresh?.answered ? await ear.hears(heard, firstWords(fresh.answered)) : false,
      },
      delayMs: {
        before: old.answeredAtMs === null ? null : Math.round(old.answeredAtMs - toMs),
        now: said?.answeredMs === null || said === undefined ? null : Math.round(said.answeredMs - said.toMs),
      },
    });
  }
  return { turns, report, lines: turns.flatMap(linesOf) };
}

interface Told {
  kind: string;
  atMs: number;
  text?: string;
  heard?: string;
}

const eventsOf = (events: unknown): Told[] => (Array.isArray(events) ? (events as Told[]) : []);

/** What was understood and answered between two utterances. */
function turnOf(events: readonly Told[], fromMs: number, toMs: number) {
  const within = events.filter(({ atMs }) => atMs >= fromMs - 500 && atMs < toMs - 500);
  const words = (kind: string, key: 'text' | 'heard') =>
    within.flatMap((event) => (event.kind === kind && event[key] ? [event[key]] : [])).join(' ') || null;
  return {
    understood: words('heard', 'text'),
    answered: words('spoken', 'heard'),
    answeredAtMs: within.find(({ kind }) => kind === 'spoken')?.atMs ?? null,
  };
}

/** Enough of a sentence to be found in the sound. */
const firstWords = (text: string) => text.split(/[.!?]/)[0]!.split(/\s+/).slice(0, 6).join(' ');

function linesOf({ understood, answered, delayMs }: ReplayedTurn, index: number): string[] {
  const row = (what: string, before: string | null, now: string | null) => [
    `  ${what.padEnd(11)}then  ${before ?? '–'}`,
    `  ${''.padEnd(11)}${before === now ? 'now   the same' : `now   ${now ?? '–'}`}`,
  ];
  return [
    `Turn ${index + 1}: ${delayMs.before ?? '–'} ms then, ${delayMs.now ?? '–'} ms now${answered.heardNow ? '' : ' (its words were not found in the sound)'}`,
    ...row('understood', understood.before, understood.now),
    ...row('answered', answered.before, answered.now),
  ];
}
