import type { CallReport } from '../carrier/carrier.ts';
import type { Ear } from '../hearing/ear.ts';
import { matches, missingOf } from './matches.ts';
import type { Expectation } from './scenario.ts';

/** The lists of the API that a scenario names, by their path. */
export type Lists = ReadonlyMap<string, readonly Entry[]>;
type Entry = Readonly<Record<string, unknown>>;

/** What the program kept of a call. */
export interface Recorded {
  call: Entry;
  events: readonly unknown[];
}

/** The program that is called, as its API shows it. */
export interface Installation {
  look(expect: Expectation): Promise<Lists>;
  /** The record of the call that the carrier names so, and its timeline, once it is over; null: it has none. */
  callOf(call: { callSid: string }): Promise<Recorded | null>;
}

export interface Grading {
  ear: Ear;
  installation: Installation | null;
  before: Lists | undefined;
  /** Null: it was not kept, or nobody can look. */
  recorded: Recorded | null;
}

/** What is not as it must be, each in a sentence. */
export async function grade(expect: Expectation, report: CallReport, means: Grading): Promise<string[]> {
  return [
    ...gradeLine(expect, report),
    ...(await gradeSound(expect, report, means.ear)),
    ...(means.installation
      ? [
          ...gradeRecord(expect, means.recorded),
          ...(await gradeLists(expect, means.installation, means.before)),
        ]
      : []),
  ];
}

function gradeLine(
  { ends, transferredTo, clearedWithinMs, noCutOff }: Expectation,
  report: CallReport,
): string[] {
  const complaints: string[] = [];
  const { line, outcome, why } = report;
  const end = line?.end ?? outcome;
  if (ends ? end !== ends : outcome !== 'talked')
    complaints.push(`the call ended by ${end}${why ? ` (${why})` : ''}, not by ${ends ?? 'talking'}`);
  for (const one of line?.refused.slice(0, 3) ?? []) complaints.push(`a carrier would refuse ${one}`);
  const taker = report.dialled.find(({ status }) => status === 'completed')?.to ?? null;
  if (transferredTo !== undefined && taker !== transferredTo)
    complaints.push(`handed on to ${taker ?? 'nobody'}, not to ${transferredTo}`);
  const interruptions = line?.said.filter(({ interrupting }) => interrupting) ?? [];
  if (clearedWithinMs !== undefined) {
    if (interruptions.length === 0) complaints.push('nobody was interrupted');
    for (const { fromMs, clearedMs } of interruptions)
      if (clearedMs === null || clearedMs - fromMs > clearedWithinMs)
        complaints.push(
          `the agent was silenced ${clearedMs === null ? 'never' : `after ${Math.round(clearedMs - fromMs)} ms`}, not within ${clearedWithinMs} ms`,
        );
  }
  if (noCutOff)
    for (const { fromMs, toMs, cutOffMs } of line?.said ?? [])
      if (cutOffMs !== null)
        complaints.push(
          `the caller was cut off after ${Math.round(cutOffMs - fromMs)} of ${toMs - fromMs} ms`,
        );
  return complaints;
}

async function gradeSound(
  { heard, notHeard }: Expectation,
  { line }: CallReport,
  ear: Ear,
): Promise<string[]> {
  const complaints: string[] = [];
  const sound = line?.heard ?? new Uint8Array();
  for (const one of heard) {
    let found = false;
    for (const words of [one].flat()) found ||= await ear.hears(sound, words);
    if (!found) complaints.push(`“${[one].flat().join('” or “')}” was not heard`);
  }
  for (const words of notHeard) if (await ear.hears(sound, words)) complaints.push(`“${words}” was heard`);
  return complaints;
}

function gradeRecord(expect: Expectation, recorded: Recorded | null): string[] {
  if (!recorded) return ['the call has no record'];
  const complaints: string[] = [];
  const { call, events } = recorded;
  if (expect.call && !matches(call, expect.call))
    complaints.push(`the call’s record is ${partOf(call, expect.call)}, not ${JSON.stringify(expect.call)}`);
  const missing = missingOf(events, expect.events);
  if (missing !== null) complaints.push(`the timeline has no ${JSON.stringify(missing)} there`);
  for (const unwanted of expect.noEvents)
    if (events.some((event) => matches(event, unwanted)))
      complaints.push(`the timeline has ${JSON.stringify(unwanted)}`);
  return complaints;
}

async function gradeLists(
  expect: Expectation,
  installation: Installation,
  before: Lists | undefined,
): Promise<string[]> {
  const complaints: string[] = [];
  const after = await installation.look(expect);
  for (const { path, where, new: added, gone } of expect.data) {
    const [had, have] = [before?.get(path) ?? [], after.get(path) ?? []].map((list) =>
      list!.filter((entry) => matches(entry, where)),
    ) as [Entry[], Entry[]];
    const without = (list: Entry[], other: Entry[]) =>
      list.filter(({ id }) => !other.some((each) => each.id === id)).length;
    const [came, went] = [without(have, had), without(had, have)];
    const what = `${path} ${JSON.stringify(where)}`;
    if (added !== undefined && came !== added) complaints.push(`${came} new in ${what}, not ${added}`);
    if (gone !== undefined && went !== gone) complaints.push(`${went} gone of ${what}, not ${gone}`);
  }
  return complaints;
}

const partOf = (entry: Entry, wanted: Entry) =>
  JSON.stringify(Object.fromEntries(Object.keys(wanted).map((key) => [key, entry[key]])));
