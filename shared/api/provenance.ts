import { z } from 'zod';
import { Language, Slug, Time } from './common.ts';
import { route } from './route.ts';

/** The largest file that the public check reads. */
export const MAX_CHECKED_BYTES = 64 * 1024 * 1024;

export const PublicCheck = z.object({
  ours: z.boolean().describe('Whether it was made by this installation'),
  foundBy: z
    .enum(['digest', 'file', 'manifest', 'sound'])
    .nullable()
    .describe(
      'The hash that was asked for; the very bytes of the file; its signed manifest; its sound, after what describes it was changed or taken away',
    ),
  manifest: z
    .enum(['intact', 'altered', 'foreign', 'none', 'unreadable'])
    .nullable()
    .describe(
      'Of an uploaded file. intact: signed here and unchanged since; altered: it names audio of ours, and it or the sound was changed; foreign: signed by somebody else; unreadable: it could not be looked at here. Null where only a hash was asked for',
    ),
  sha256: z.string().describe('The hash that was asked for, or that of the uploaded file'),
  status: z
    .enum(['live', 'withdrawn', 'unpublished'])
    .nullable()
    .describe('unpublished: made here, never deployed; more than that nobody but its workspace may know'),
  matches: z
    .array(
      z.object({
        digest: z.string(),
        workspace: z.object({ slug: Slug, name: z.string() }),
        script: z.string().describe('Title of the script'),
        version: z.number().int(),
        language: Language,
        live: z.array(z.object({ channel: Slug, slot: z.string(), since: Time })),
        withdrawnAt: Time.nullable().describe('When it was last heard anywhere; null while it is live'),
      }),
    )
    .describe('Deployed versions with this sound, those that are live first'),
});
export type PublicCheck = z.infer<typeof PublicCheck>;

export const Marking = z.object({
  available: z.boolean().describe('Whether exported and published WAV and MP3 carry a signed manifest'),
  reason: z.string().nullable().describe('Why not'),
  certificate: z
    .object({
      subject: z.string(),
      issuer: z.string(),
      notAfter: Time,
      own: z.boolean().describe('Made by the installation for itself; others do not know it'),
    })
    .nullable(),
});
export type Marking = z.infer<typeof Marking>;

export const provenanceRoutes = {
  checkDigest: route({
    method: 'GET',
    path: '/public/check',
    tag: 'Public',
    access: 'public',
    status: 200,
    summary: 'Ask whether audio was made here, by a SHA-256',
    query: z.object({
      digest: z
        .string()
        .regex(/^[0-9a-f]{64}$/i, 'must be a SHA-256 of 64 hexadecimal digits')
        .transform((digest) => digest.toLowerCase())
        .describe("A version's digest, or the SHA-256 of a file or of a master's samples"),
    }),
    reply: PublicCheck,
  }),
  checkFile: route({
    method: 'POST',
    path: '/public/check',
    tag: 'Public',
    access: 'public',
    status: 200,
    summary: 'Ask whether audio was made here, by the file itself (multipart, one file, at most 64 MiB)',
    form: true,
    reply: PublicCheck,
  }),
  getMarking: route({
    method: 'GET',
    path: '/api/v1/provenance',
    tag: 'Workspace',
    access: 'workspace:read',
    status: 200,
    summary: 'See whether files are marked as made here, and by whose certificate',
    reply: Marking,
  }),
};
