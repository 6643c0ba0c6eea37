import { z } from 'zod';
import { Id, Language, Time } from './common.ts';
import { route } from './route.ts';

/** The fetching of a voice: what arrived, and how it ended. */
export const VoicePull = z.object({
  id: Id,
  state: z.enum(['queued', 'running', 'ready', 'failed', 'cancelled']),
  receivedBytes: z.number().int(),
  problem: z.string().nullable().describe('Why it failed, or what it waits for'),
  startedAt: Time,
});
export type VoicePull = z.infer<typeof VoicePull>;
export const CatalogueVoice = z.object({
  id: z.string(),
  name: z.string(),
  language: Language,
  gender: z.enum(['female', 'male', 'neutral']),
  description: z.string(),
  licence: z.string(),
  sizeBytes: z.number().int(),
  installed: z.boolean().describe('Whether its files lie on the node that answers'),
  offered: z.boolean().describe('False for files that somebody else put into the folder'),
  problem: z.string().nullable().describe('What is wrong with its files'),
  pull: VoicePull.nullable().describe('The latest time this workspace fetched it'),
});
export type CatalogueVoice = z.infer<typeof CatalogueVoice>;

const Params = z.object({ id: z.string().max(200) });
const T = 'Voices';
export const voiceCatalogueRoutes = {
  listVoiceCatalogue: route({
    method: 'GET',
    path: '/api/v1/voice-catalogue',
    tag: T,
    access: 'settings:manage',
    status: 200,
    summary: 'List voices that can be fetched, and those that were',
    reply: z.object({
      items: z.array(CatalogueVoice),
      nextCursor: z.null(),
      source: z.string().describe('Where voices are fetched from'),
      freeBytes: z
        .number()
        .nullable()
        .describe('Room on the disk of the voices; null when it cannot be told'),
    }),
  }),
  findCatalogueVoice: route({
    method: 'GET',
    path: '/api/v1/voice-catalogue/:id',
    tag: T,
    access: 'settings:manage',
    status: 200,
    summary: 'Look up a voice that can be fetched, by its name in Piper’s collection, with its licence',
    params: Params,
    reply: CatalogueVoice,
  }),
  pullVoice: route({
    method: 'POST',
    path: '/api/v1/voice-catalogue/:id/pull',
    tag: T,
    access: 'settings:manage',
    status: 202,
    summary: 'Fetch a voice; one that is being fetched is not fetched twice',
    params: Params,
    body: z.object({ acceptLicence: z.literal(true, { error: 'read the licence and accept it' }) }),
    reply: VoicePull,
  }),
  cancelVoicePull: route({
    method: 'DELETE',
    path: '/api/v1/voice-catalogue/:id/pull',
    tag: T,
    access: 'settings:manage',
    status: 204,
    summary: 'Stop fetching a voice; what has arrived is kept',
    params: Params,
  }),
  removeVoice: route({
    method: 'DELETE',
    path: '/api/v1/voice-catalogue/:id',
    tag: T,
    access: 'settings:manage',
    status: 204,
    summary:
      'Remove a fetched voice from the node that answers, or what is left of a download that failed or was stopped',
    params: Params,
  }),
};
