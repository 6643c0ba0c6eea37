import { type Deed, ScriptedCaller } from '../callers/scripted.ts';
import type { CallerSounds } from '../callers/sounds.ts';
import type { CallReport, Carrier } from '../carrier/carrier.ts';
import { NO_FAULTS } from '../carrier/faults.ts';
import type { Ear } from '../hearing/ear.ts';
import { withDays } from './days.ts';
import { grade, type Installation, type Recorded } from './grade.ts';
import { CALLER_VOICES, Scenario } from './scenario.ts';

export interface ScenarioMeans {
  carrier: Pick<Carrier, 'call'>;
  sounds: CallerSounds;
  ear: Ear;
  /** For what is to be found in the data; null: only what is heard is graded. */
  installation: Installation | null;
  timeZone: string;
  readFile: (name: string) => Promise<Uint8Array>;
}

/** What came of a scenario. */
export interface ScenarioResult {
  name: string;
  voice: string;
  /** Empty: as it must be. */
  complaints: string[];
  deeds: readonly Deed[];
  /** What the program kept of it. */
  recorded: Recorded | null;
  report: CallReport;
}

/** Makes one call and grades it: on the data, and on what was heard on the line. */
export async function playScenario(scenario: Scenario, means: ScenarioMeans): Promise<ScenarioResult> {
  const dated = Scenario.parse(
    JSON.parse(withDays(JSON.stringify(scenario), new Date(), means.timeZone)) as unknown,
  );
  const { name, voice, from, to, faults, dialled, moves, expect } = dated;
  const caller = new ScriptedCaller(moves, {
    sounds: means.sounds,
    voiceId: CALLER_VOICES[voice],
    understand: (heard, sentences) => means.ear.understand(heard, sentences),
    readFile: means.readFile,
  });
  await caller.prepare();
  const before = await means.installation?.look(expect);
  const faulty = JSON.stringify(faults) !== JSON.stringify(NO_FAULTS);
  const report = await means.carrier.call({
    from,
    to,
    caller,
    faults: faulty ? faults : NO_FAULTS,
    dialled,
    record: true,
  });
  const recorded = (await means.installation?.callOf(report)) ?? null;
  const complaints = await grade(expect, report, {
    ear: means.ear,
    installation: means.installation,
    before,
    recorded,
  });
  if (caller.trouble) complaints.push(`the caller failed: ${caller.trouble.message}`);
  return { name, voice, complaints, deeds: caller.deeds, recorded, report };
}
