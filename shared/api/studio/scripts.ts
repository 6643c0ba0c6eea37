import { z } from 'zod';
import { MAX_SCRIPT_CHARACTERS } from '../../speech/parameters.ts';
import { Actor, Id, IdParams, Language, PageQuery, page, Time, text } from '../common.ts';
import { route } from '../route.ts';
import { Purpose } from './projects.ts';
import { VERSION_STATES, VERSION_STATUSES } from './states.ts';

/** Script text: bounds and characters are checked in the domain, which names the precise problem. */
export const ScriptText = z.string().describe(`At most ${MAX_SCRIPT_CHARACTERS} characters, markup included`);

export const Revision = z.object({
  id: Id,
  number: z.number().int(),
  text: z.string(),
  createdBy: Actor,
  createdAt: Time,
});
export type Revision = z.infer<typeof Revision>;

/** A script in a list: its newest version's state tells where it stands. */
export const ScriptSummary = z.object({
  id: Id,
  projectId: Id,
  title: z.string(),
  language: Language,
  owner: Actor,
  revisionNumber: z.number().int(),
  versionCount: z.number().int(),
  latestVersion: z
    .object({
      id: Id,
      number: z.number().int(),
      state: z.enum(VERSION_STATES),
      status: z.enum(VERSION_STATUSES),
    })
    .nullable(),
  createdAt: Time,
  updatedAt: Time,
});
export type ScriptSummary = z.infer<typeof ScriptSummary>;
export const Script = ScriptSummary.extend({
  project: z.object({ id: Id, name: z.string(), purpose: Purpose }),
  text: z.string(),
  revision: Revision,
});
export type Script = z.infer<typeof Script>;

export const scriptRoutes = {
  listScripts: route({
    method: 'GET',
    path: '/api/v1/projects/:id/scripts',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'List the scripts of a project',
    params: IdParams,
    query: PageQuery,
    reply: page(ScriptSummary),
  }),
  createScript: route({
    method: 'POST',
    path: '/api/v1/projects/:id/scripts',
    tag: 'Studio',
    access: 'scripts:write',
    status: 201,
    summary: 'Create a script with its first revision',
    params: IdParams,
    body: z.object({ title: text(1, 200), language: Language, text: ScriptText }),
    reply: Script,
  }),
  getScript: route({
    method: 'GET',
    path: '/api/v1/scripts/:id',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Get a script with its newest revision',
    params: IdParams,
    reply: Script,
  }),
  writeScript: route({
    method: 'PUT',
    path: '/api/v1/scripts/:id',
    tag: 'Studio',
    access: 'scripts:write',
    status: 200,
    summary: 'Change title, text or language; changed text becomes a new revision',
    params: IdParams,
    body: z.object({
      title: text(1, 200).optional(),
      text: ScriptText.optional(),
      language: Language.optional().describe('Refused once there are versions: they are spoken in it'),
      expectedRevision: z.number().int().optional().describe('Refuse when somebody saved since'),
    }),
    reply: Script,
  }),
  listRevisions: route({
    method: 'GET',
    path: '/api/v1/scripts/:id/revisions',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'List the revisions of a script, newest first',
    params: IdParams,
    query: PageQuery,
    reply: page(Revision),
  }),
};
