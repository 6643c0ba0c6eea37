import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { notFound } from '../problem.ts';
import type { ByteStore } from './audioStore.ts';
import { checkedKey } from './objectKey.ts';

export interface S3Place {
  bucket: string;
  /** Put before every key; empty, or ends in `/`. */
  prefix: string;
  /** Null: Amazon's own. */
  endpoint: string | null;
  region: string;
  /** The bucket in the path instead of in the host name, as most servers other than Amazon's want it. */
  forcePathStyle: boolean;
}

/** Reads `s3://bucket/optional/prefix?endpoint=…&region=…&forcePathStyle=true`. Throws with what is wrong. */
export function parseS3Url(url: string): S3Place {
  const parsed = new URL(url);
  if (parsed.protocol !== 's3:' || !parsed.hostname) throw new Error('an S3 address looks like s3://bucket');
  const known = new Set(['endpoint', 'region', 'forcePathStyle']);
  for (const name of parsed.searchParams.keys())
    if (!known.has(name)) throw new Error(`an S3 address has no "${name}"`);
  const endpoint = parsed.searchParams.get('endpoint');
  if (endpoint !== null && !/^https?:\/\//.test(endpoint))
    throw new Error('the endpoint of an S3 address begins with http:// or https://');
  const folder = parsed.pathname.replace(/^\/+|\/+$/g, '');
  return {
    bucket: parsed.hostname,
    prefix: folder ? `${folder}/` : '',
    endpoint,
    region: parsed.searchParams.get('region') ?? process.env.AWS_REGION ?? 'us-east-1',
    forcePathStyle: (parsed.searchParams.get('forcePathStyle') ?? String(endpoint !== null)) === 'true',
  };
}

/** When a store counts as stalled; each of the client's attempts (three) has this long. */
export interface S3Patience {
  /** To be connected. */
  connectMs: number;
  /** Without a byte in either direction. */
  idleMs: number;
}

const PATIENCE: S3Patience = { connectMs: 5_000, idleMs: 20_000 };

/**
 * Objects in an S3 bucket; credentials come from the customary AWS variables. The bucket must exist. A request
 * to a store that stalls fails with what it waited for.
 */
export function openS3Store(place: S3Place, patience: S3Patience = PATIENCE): ByteStore {
  const client = new S3Client({
    region: place.region,
    ...(place.endpoint ? { endpoint: place.endpoint } : {}),
    forcePathStyle: place.forcePathStyle,
    requestHandler: { connectionTimeout: patience.connectMs, socketTimeout: patience.idleMs },
    // Trailing checksums are an Amazon extension that other servers refuse; the signature covers the body anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const at = (key: string) => ({ Bucket: place.bucket, Key: place.prefix + checkedKey(key) });

  return {
    async put(key, bytes, signal) {
      const command = new PutObjectCommand({ ...at(key), Body: bytes, ContentLength: bytes.length });
      await client.send(command, signal && { abortSignal: signal });
    },

    async get(key, range) {
      const Range = range ? `bytes=${range.start}-${range.end}` : undefined;
      try {
        const found = await client.send(new GetObjectCommand({ ...at(key), Range }));
        const bytes = (await found.Body?.transformToByteArray()) ?? new Uint8Array();
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      } catch (error) {
        const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
        if (status === 404) throw notFound('stored object');
        if (status === 416) throw new RangeError(`bytes ${range?.start}–${range?.end} are not in the object`);
        throw error;
      }
    },

    async delete(key) {
      try {
        await client.send(new DeleteObjectCommand(at(key)));
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return;
        throw error;
      }
    },

    async *list(prefix) {
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: place.bucket,
            Prefix: place.prefix + prefix,
            ContinuationToken,
          }),
        );
        for (const object of page.Contents ?? []) if (object.Key) yield object.Key.slice(place.prefix.length);
        ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (ContinuationToken);
    },

    async ping() {
      await client.send(new HeadBucketCommand({ Bucket: place.bucket }), {
        abortSignal: AbortSignal.timeout(5000),
      });
    },
  };
}
