import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MAX_CHECKED_BYTES, provenanceRoutes as routes } from '../../../shared/api/provenance.ts';
import { ProblemError } from '../../problem.ts';
import { type CheckDeps, checkDigest, checkFile } from '../../provenance/check.ts';
import { subscriberOf } from '../limits/clientAddress.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { serve } from '../serve.ts';

/** Where audio comes from: what anybody may ask, and whether files are marked. For `mounts`. */
export async function mountProvenance(
  app: FastifyInstance,
  deps: CheckDeps & { limits: RateLimits },
): Promise<void> {
  // Its field limits keep a form of a million parts from being read.
  await app.register(multipart, {
    limits: { files: 1, fields: 4, parts: 5, fieldSize: 1000, fileSize: MAX_CHECKED_BYTES },
  });

  serve(app, routes.checkDigest, ({ query, reply }) => {
    reply.header('cache-control', 'no-store').header('access-control-allow-origin', '*');
    return checkDigest(deps, query.digest);
  });

  serve(app, routes.checkFile, async ({ request, reply }) => {
    reply.header('cache-control', 'no-store').header('access-control-allow-origin', '*');
    await deps.limits.spend('public-check', subscriberOf(request.ip));
    const folder = await mkdtemp(join(tmpdir(), 'voiceops-check-'));
    try {
      const path = join(folder, 'file');
      await receive(request, path);
      return await checkFile(deps, path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  serve(app, routes.getMarking, async () => {
    const { certificate, ...state } = await deps.provenance.state();
    return {
      ...state,
      certificate: certificate && { ...certificate, notAfter: certificate.notAfter.toISOString() },
    };
  });
}

/** Writes the one file of the form to `path`, whatever it is called. */
async function receive(request: FastifyRequest, path: string): Promise<void> {
  if (!request.isMultipart())
    throw new ProblemError(
      'unsupported-media-type',
      'Send the file as multipart/form-data, or ask by ?digest= with its SHA-256.',
    );
  const part = await request.file();
  if (!part)
    throw new ProblemError('validation-failed', 'There is no file in the form.', {
      errors: [{ field: 'file', message: 'is missing' }],
    });
  await pipeline(part.file, createWriteStream(path));
  if (part.file.truncated)
    throw new ProblemError(
      'body-too-large',
      `The file is larger than ${MAX_CHECKED_BYTES / 1024 / 1024} MiB. Ask by ?digest= with its SHA-256.`,
    );
}
