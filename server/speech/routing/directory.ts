import type { Voice } from '../../../shared/api/voices.ts';
import { baseOf, speaks } from '../../../shared/speech/languages.ts';
import type { OpenEngine } from '../../engines/engines.ts';
import type { SpeechEngine, SpokenVoice } from '../contract.ts';
import { type Directory, type Speaker, unknownVoice } from './speakers.ts';
import { type KeptVoiceLists, openVoiceLists } from './voiceLists.ts';

/**
 * Keeps the directory of each workspace until its engines, its voices or an engine's list become others: there can be
 * thousands of voices, and every request looks one up.
 */
export function openDirectories(kept?: KeptVoiceLists) {
  const listOf = openVoiceLists(kept);
  const known = new WeakMap<
    readonly OpenEngine<SpeechEngine>[],
    { parts: readonly unknown[]; directory: Directory }
  >();

  return async (
    open: readonly OpenEngine<SpeechEngine>[],
    own: readonly SpokenVoice[],
  ): Promise<Directory> => {
    const listed = await Promise.all(open.map(listOf));
    const before = known.get(open);
    // An engine that is away fails each time anew, with the same words.
    const parts = [own, ...listed.flatMap(({ voices, problem }) => [voices, problem?.message])];
    if (before && parts.every((part, index) => part === before.parts[index])) return before.directory;
    const problems = new Map(listed.map(({ problem }, index) => [open[index]!.desk.engine.id, problem]));
    const byId = speakersOf(
      open,
      own,
      listed.map(({ voices }) => voices),
    );
    const directory = directoryOf(byId, (engineId) => problems.get(engineId) ?? null);
    known.set(open, { parts, directory });
    return directory;
  };
}

/** A voice id that two engines have is the first one's. */
function speakersOf(
  open: readonly OpenEngine<SpeechEngine>[],
  own: readonly SpokenVoice[],
  stock: readonly (readonly Voice[])[],
): Map<string, Speaker> {
  const made = own.flatMap((voice) => {
    const engine = open.find(({ desk }) => desk.engine.id === voice.engine);
    return engine ? [{ voice, desk: engine.desk }] : [];
  });
  const listed = open.flatMap(({ desk }, index) => stock[index]!.map((voice): Speaker => ({ voice, desk })));
  const byId = new Map<string, Speaker>();
  for (const speaker of [...made, ...listed])
    if (!byId.has(speaker.voice.id)) byId.set(speaker.voice.id, speaker);
  return byId;
}

function directoryOf(byId: Map<string, Speaker>, problemOf: (engineId: string) => Error | null): Directory {
  const all = [...byId.values()];
  const stock = all.filter(({ voice }) => voice.kind !== 'custom');
  const byLanguage = new Map<string, readonly Speaker[]>();
  return {
    all,
    stock,
    find: (voiceId) => byId.get(voiceId),
    missing: (voiceId) => problemOf(voiceId.split(':')[0] ?? '') ?? unknownVoice(voiceId),
    nearest(language) {
      const base = baseOf(language);
      const found = byLanguage.get(base) ?? firstOfEach(stock, language);
      // Languages that nobody speaks are as many as callers can think of.
      if (found.length > 0) byLanguage.set(base, found);
      return found;
    },
  };
}

function firstOfEach(stock: readonly Speaker[], language: string): Speaker[] {
  const met = new Map<Speaker['desk'], Set<string>>();
  return stock.filter(({ voice, desk }) => {
    const genders = met.get(desk) ?? new Set();
    if (genders.has(voice.gender) || !speaks(voice, language)) return false;
    met.set(desk, genders.add(voice.gender));
    return true;
  });
}
