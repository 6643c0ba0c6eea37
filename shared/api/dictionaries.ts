import { z } from 'zod';
import { DictionaryEntry } from '../speech/dictionary.ts';
import { Actor, Id, PageQuery, page, Time, text } from './common.ts';
import { route } from './route.ts';
import { BatchProgress } from './studio/batches.ts';

/** Entries of one state of a dictionary. */
const MAX_ENTRIES = 2000;

/** A saved state of the workspace's pronunciation dictionary. */
export const DictionaryState = z.object({
  number: z.number().int(),
  entryCount: z.number().int(),
  note: z.string().nullable(),
  by: Actor.nullable(),
  at: Time.nullable(),
});
export type DictionaryState = z.infer<typeof DictionaryState>;
export const Dictionary = DictionaryState.extend({ entries: z.array(DictionaryEntry) });
export type Dictionary = z.infer<typeof Dictionary>;

export const AffectedVersion = z.object({
  id: Id,
  number: z.number().int(),
  scriptId: Id,
  scriptTitle: z.string(),
  voice: z.object({ id: z.string(), name: z.string() }),
  dictionaryVersion: z.number().int().nullable().describe('The state that it was spoken with'),
  words: z.array(z.string()).describe('Words of its text that are said otherwise now'),
  characters: z.number().int(),
  live: z.boolean(),
  engine: z.string(),
  costUsd: z
    .number()
    .describe('Of generating it again, by the price of the engine; 0 where it costs nothing'),
});
export type AffectedVersion = z.infer<typeof AffectedVersion>;
export const AffectedVersions = z.object({
  items: z.array(AffectedVersion),
});
export type AffectedVersions = z.infer<typeof AffectedVersions>;

const NumberParams = z.object({ number: z.coerce.number().int().min(1) });

export const dictionaryRoutes = {
  listDictionaries: route({
    method: 'GET',
    path: '/api/v1/dictionaries',
    tag: 'Pronunciation',
    access: 'workspace:read',
    status: 200,
    summary: 'List the saved states of the pronunciation dictionary, newest first',
    query: PageQuery,
    reply: page(DictionaryState),
  }),
  getDictionary: route({
    method: 'GET',
    path: '/api/v1/dictionaries/:number',
    tag: 'Pronunciation',
    access: 'workspace:read',
    status: 200,
    summary: 'Get a state with its entries; `latest` for the newest',
    params: z.object({ number: z.union([z.literal('latest'), z.coerce.number().int().min(1)]) }),
    reply: Dictionary,
  }),
  saveDictionary: route({
    method: 'POST',
    path: '/api/v1/dictionaries',
    tag: 'Pronunciation',
    access: 'scripts:write',
    status: 201,
    summary: 'Save a new state; what is generated from now on is spoken with it',
    body: z.object({
      entries: z.array(DictionaryEntry).max(MAX_ENTRIES),
      note: text(0, 500).optional(),
      expectedNumber: z
        .number()
        .int()
        .min(0)
        .describe('The state that the entries were made from; 0 for the first. 409 when somebody was faster'),
    }),
    reply: Dictionary,
  }),
  listAffectedVersions: route({
    method: 'GET',
    path: '/api/v1/dictionaries/:number/affected',
    tag: 'Pronunciation',
    access: 'workspace:read',
    status: 200,
    summary:
      'List approved versions that the newest state says otherwise, with what generating them again takes',
    params: NumberParams,
    reply: AffectedVersions,
  }),
  regenerateAffected: route({
    method: 'POST',
    path: '/api/v1/dictionaries/:number/regenerate',
    tag: 'Pronunciation',
    access: 'versions:generate',
    status: 202,
    summary: 'Generate affected versions again as drafts, with the same voice and parameters',
    params: NumberParams,
    body: z.object({ versionIds: z.array(Id).min(1).max(500) }),
    reply: z.object({ batches: z.array(BatchProgress).describe('One for each project') }),
  }),
};
