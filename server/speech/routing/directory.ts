import type { Voice } from '../../../shared/api/voices.ts';
import type { SpokenVoice } from '../contract.ts';
import type { OpenEngine } from '../engines.ts';
import { baseOf, type Directory, type Speaker, speaks } from './speakers.ts';

/**
 * Keeps the directory of each workspace until its engines, its voices or an engine's list become others: there can be
 * thousands of voices, and every request looks one up.
 */
export function openDirectories() {
  const known = new WeakMap<readonly OpenEngine[], { parts: readonly unknown[]; directory: Directory }>();

  return async (open: readonly OpenEngine[], own: readonly SpokenVoice[]): Promise<Directory> => {
    // An engine that cannot list its voices now has none now; its state says why.
    const stock = await Promise.all(open.map(({ desk }) => desk.engine.voices().catch(() => NONE)));
    const before = known.get(open);
    const parts = [own, ...stock];
    if (before && parts.every((part, index) => part === before.parts[index])) return before.directory;
    const directory = directoryOf(speakersOf(open, own, stock));
    known.set(open, { parts, directory });
    return directory;
  };
}

const NONE: readonly Voice[] = [];

/** A voice id that two engines have is the first one's. */
function speakersOf(
  open: readonly OpenEngine[],
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

function directoryOf(byId: Map<string, Speaker>): Directory {
  const all = [...byId.values()];
  const byLanguage = new Map<string, readonly Speaker[]>();
  return {
    all,
    find: (voiceId) => byId.get(voiceId),
    nearest(language) {
      const base = baseOf(language);
      const found = byLanguage.get(base) ?? firstOfEach(all, language);
      // Languages that nobody speaks are as many as callers can think of.
      if (found.length > 0) byLanguage.set(base, found);
      return found;
    },
  };
}

function firstOfEach(all: readonly Speaker[], language: string): Speaker[] {
  const met = new Map<Speaker['desk'], Set<string>>();
  return all.filter(({ voice, desk }) => {
    const genders = met.get(desk) ?? new Set();
    if (genders.has(voice.gender) || voice.withheld !== undefined || !speaks(voice, language)) return false;
    met.set(desk, genders.add(voice.gender));
    return true;
  });
}
