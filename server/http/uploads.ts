import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ProblemError } from '../problem.ts';
import { knownFieldsOnly } from './knownFields.ts';
import { invalidFields } from './problems.ts';
import { decodedUtf8 } from './readBodies.ts';

/** One file and the fields beside it, as a form sent them. */
export interface Upload {
  name: string;
  bytes: Buffer;
  fields: Record<string, string>;
  /** Every value of each field, in order. */
  lists: Record<string, string[]>;
}

const MAX_FIELDS = 30;
const MAX_FIELD_BYTES = 2_000;
/** Fields come as bytes too: decoded by the reader of the form, what is no UTF-8 would be replacement characters. */
const AS_BYTES = { isPartAFile: () => true, limits: { files: 1 + MAX_FIELDS } };

/** How much a form may hold. */
export interface UploadLimits {
  maxFileBytes: number;
  maxFieldBytes?: number;
}

/** Of recordings that are to be understood: an hour of MP3; five minutes of a studio in WAV. */
export const RECORDINGS: UploadLimits = { maxFileBytes: 50_000_000, maxFieldBytes: 20_000 };

/** Lets routes of `app` take forms with one file. */
export async function takeUploads(
  app: FastifyInstance,
  { maxFileBytes, maxFieldBytes = MAX_FIELD_BYTES }: UploadLimits,
): Promise<void> {
  await app.register(multipart, {
    limits: {
      files: 1,
      fileSize: maxFileBytes,
      fields: MAX_FIELDS,
      fieldSize: maxFieldBytes,
      parts: 1 + MAX_FIELDS,
    },
  });
}

/**
 * Reads the form, its fields as UTF-8 and nothing else. Throws `unsupported-media-type`, `body-too-large`,
 * `bad-request`, and `validation-failed` without a file.
 */
export async function readUpload(
  request: FastifyRequest,
  { maxFileBytes, maxFieldBytes = MAX_FIELD_BYTES }: UploadLimits,
): Promise<Upload> {
  if (!request.isMultipart())
    throw new ProblemError(
      'unsupported-media-type',
      'Send a form (multipart/form-data) with the recording as `file`.',
    );
  let file: { name: string; bytes: Buffer } | undefined;
  const fields: Record<string, string> = {};
  const lists: Record<string, string[]> = {};
  let count = 0;
  try {
    for await (const part of request.parts(AS_BYTES)) {
      if (part.type !== 'file') continue;
      if (part.filename !== undefined || part.mimetype === 'application/octet-stream') {
        if (file) throw unreadable();
        file = { name: part.filename || 'recording', bytes: await part.toBuffer() };
        continue;
      }
      if (++count > MAX_FIELDS) throw unreadable();
      const { fieldname } = part;
      const value = fieldText(fieldname, await fieldBytes(fieldname, part.file, maxFieldBytes));
      fields[fieldname] = value;
      lists[fieldname] = [...(lists[fieldname] ?? []), value];
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'FST_REQ_FILE_TOO_LARGE')
      throw new ProblemError(
        'body-too-large',
        `The file is too large: ${Math.floor(maxFileBytes / 1e6)} MB at most.`,
      );
    if (code.startsWith('FST_')) throw unreadable();
    throw error;
  }
  if (!file || file.bytes.length === 0)
    throw new ProblemError('validation-failed', 'There is no file in the form.', {
      errors: [{ field: 'file', message: 'is missing, or empty' }],
    });
  return { ...file, fields, lists };
}

async function fieldBytes(name: string, part: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of part) {
    size += piece.length;
    if (size > most)
      throw new ProblemError('body-too-large', `The field ${name} is too long: ${most} bytes at most.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function fieldText(name: string, bytes: Buffer): string {
  const text = decodedUtf8(bytes);
  if (text === null)
    throw new ProblemError('bad-request', `The field ${name} is not UTF-8: save or send it as UTF-8.`);
  return text;
}

const unreadable = () =>
  new ProblemError('bad-request', 'The form cannot be read: one file and a few fields.');

/**
 * Reads the form with its fields as `schema` says. Throws as `readUpload` does, and `validation-failed` that names the
 * field, also for one that the schema does not know.
 */
export async function readForm<Fields extends z.ZodType>(
  request: FastifyRequest,
  limits: UploadLimits,
  schema: Fields,
): Promise<{ name: string; bytes: Buffer; fields: z.output<Fields> }> {
  const { name, bytes, fields } = await readUpload(request, limits);
  const read = knownFieldsOnly(schema).safeParse(fields);
  if (!read.success) throw invalidFields(read.error.issues);
  return { name, bytes, fields: read.data as z.output<Fields> };
}
