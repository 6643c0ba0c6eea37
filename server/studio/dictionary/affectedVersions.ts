import { and, asc, eq, inArray, isNull, ne, or } from 'drizzle-orm';
import type { AffectedVersion, AffectedVersions } from '../../../shared/api/dictionaries.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import { countCharacters, estimateDurationMs } from '../../../shared/markup/measure.ts';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { billedCharacters, costUsd } from '../../../shared/prices/cost.ts';
import type { PriceTable } from '../../../shared/prices/priceTable.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { pronounce, replacements, type Speaking } from '../../../shared/speech/pronounce.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { deployments, revisions, scripts, slots, versions } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { newestDictionaryNumber, readEntries } from './readDictionary.ts';

/** A version that the newest dictionary would say otherwise, with what generating it again takes. */
export interface Affected {
  shown: AffectedVersion;
  projectId: string;
  revisionId: string;
  text: string;
  language: string;
  voiceId: string;
  parameters: SpeechParameters;
}

/**
 * The approved versions whose words are said otherwise by the newest state than by the one that they were spoken
 * with, with what generating them again would take. Throws `conflict` when `number` is no longer the newest.
 */
export async function listAffected(
  studio: Studio,
  { workspaceId }: Caller,
  number: number,
): Promise<AffectedVersions> {
  const affected = await findAffected(studio, workspaceId, number);
  return { items: affected.map(({ shown }) => shown) };
}

export async function findAffected(studio: Studio, workspaceId: string, number: number): Promise<Affected[]> {
  const voices = await speakingVoices(studio, workspaceId);
  const { rows, entries, live } = await studio.database.withWorkspace(workspaceId, async (tx) => {
    await requireNewest(tx, workspaceId, number);
    const rows = await readApproved(tx, workspaceId, number);
    return {
      rows,
      entries: await readEntries(tx, workspaceId, [
        number,
        ...rows.flatMap(({ dictionaryVersion }) => dictionaryVersion ?? []),
      ]),
      live: await readLive(
        tx,
        workspaceId,
        rows.map((row) => row.id),
      ),
    };
  });
  return rows.flatMap((row) => {
    const voice = voices.get(row.voiceId) ?? {
      engine: engineOf(row.voiceId),
      capabilities: { phonemes: [] },
    };
    const before = row.dictionaryVersion === null ? [] : (entries.get(row.dictionaryVersion) ?? []);
    const words = changedWords(row, before, entries.get(number) ?? [], voice);
    if (words.length === 0) return [];
    const { revisionId, projectId, text, language, voiceId, parameters, ...shown } = row;
    return {
      shown: {
        id: row.id,
        number: row.number,
        scriptId: row.scriptId,
        scriptTitle: row.scriptTitle,
        voice: { id: voiceId, name: row.voiceName },
        dictionaryVersion: shown.dictionaryVersion,
        words,
        characters: countCharacters(text),
        live: live.has(row.id),
        engine: voice.engine,
        costUsd: costOf(studio.prices, { id: voiceId, engine: voice.engine }, row),
      },
      projectId,
      revisionId,
      text,
      language,
      voiceId,
      parameters,
    };
  });
}

/** The voices of a workspace by their id, each with what its engine says of sounds. */
async function speakingVoices({ speech }: Studio, workspaceId: string): Promise<Map<string, Speaking>> {
  const voices = await speech.voices(workspaceId);
  const ids = [...new Set(voices.map(({ engine }) => engine))];
  const engines = new Map(
    await Promise.all(ids.map(async (id) => [id, await speech.engine(workspaceId, id)] as const)),
  );
  return new Map(
    voices.map(({ id, engine, capabilities }) => {
      const reading = engines.get(engine);
      return [id, { engine, capabilities, readsIpa: reading?.readsIpa?.bind(reading) }];
    }),
  );
}

function costOf(
  prices: PriceTable,
  voice: Pick<Voice, 'id' | 'engine'>,
  { text, language, parameters }: { text: string; language: string; parameters: SpeechParameters },
): number {
  const document = parseMarkup(text, language);
  return costUsd(prices, voice, {
    characters: billedCharacters(prices, voice, document, text),
    seconds: estimateDurationMs(document, parameters) / 1000,
  });
}

/** The words of a text that two dictionaries say differently. */
function changedWords(
  { text, language }: { text: string; language: string },
  before: readonly DictionaryEntry[],
  after: readonly DictionaryEntry[],
  voice: Speaking,
): string[] {
  const document = parseMarkup(text, language);
  const said = [before, after].map(
    (dictionary) => new Map(replacements(pronounce(document, dictionary, voice))),
  );
  const [old = new Map<number, string>(), anew = new Map<number, string>()] = said;
  const words = new Set<string>();
  for (const part of [before, after].flatMap((dictionary) => pronounce(document, dictionary, voice).parts))
    if (
      part.kind === 'text' &&
      part.replaces !== undefined &&
      old.get(part.charStart) !== anew.get(part.charStart)
    )
      words.add(part.replaces);
  return [...words];
}

const engineOf = (voiceId: string) => voiceId.split(':')[0] ?? voiceId;

async function requireNewest(tx: WorkspaceTx, workspaceId: string, number: number): Promise<void> {
  const newest = (await newestDictionaryNumber(tx, workspaceId)) ?? 0;
  if (newest !== number)
    throw new ProblemError(
      'conflict',
      `State ${number} is not the newest of the dictionary; that is ${newest}.`,
    );
}

function readApproved(tx: WorkspaceTx, workspaceId: string, number: number) {
  return tx
    .select({
      id: versions.id,
      number: versions.number,
      scriptId: versions.scriptId,
      scriptTitle: scripts.title,
      projectId: versions.projectId,
      revisionId: versions.revisionId,
      text: revisions.text,
      language: scripts.language,
      voiceId: versions.voiceId,
      voiceName: versions.voiceName,
      parameters: versions.parameters,
      dictionaryVersion: versions.dictionaryVersion,
    })
    .from(versions)
    .innerJoin(scripts, eq(scripts.id, versions.scriptId))
    .innerJoin(revisions, eq(revisions.id, versions.revisionId))
    .where(
      and(
        eq(versions.workspaceId, workspaceId),
        eq(versions.status, 'approved'),
        or(isNull(versions.dictionaryVersion), ne(versions.dictionaryVersion, number)),
      ),
    )
    .orderBy(asc(scripts.title), asc(versions.id));
}

async function readLive(tx: WorkspaceTx, workspaceId: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: deployments.versionId })
    .from(slots)
    .innerJoin(deployments, eq(deployments.id, slots.liveDeploymentId))
    .where(and(eq(slots.workspaceId, workspaceId), inArray(deployments.versionId, ids)));
  return new Set(rows.flatMap(({ id }) => id ?? []));
}
