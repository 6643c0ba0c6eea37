import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { byteStoreFrom } from '../../server/storage/byteStoreFrom.ts';

const URLS = {
  database: 'VOICEOPS_TEST_DATABASE_URL',
  redis: 'VOICEOPS_TEST_REDIS_URL',
  s3: 'VOICEOPS_TEST_S3_URL',
};

/** A contributor's machine may lack these servers; with CI=true their absence is a failure, not a skip. */
export const skipWithoutServers =
  process.env.CI !== 'true' && Object.values(URLS).some((name) => !process.env[name]);

export interface RealServers {
  /** The settings of a node on these servers. */
  env: Record<string, string>;
  databaseUrl: string;
  /** Removes the database and what lies in storage. */
  close(): Promise<void>;
}

/** An empty database and an empty place in the bucket on the servers that the environment names. */
export async function useRealServers(): Promise<RealServers> {
  const [database, redis, s3] = [addressOf('database'), addressOf('redis'), addressOf('s3')];
  const name = `voiceops_nodes_${randomBytes(6).toString('hex')}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: database.href });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await administer(`create database ${name}`);
  const own = new URL(database);
  own.pathname = `/${name}`;
  const storage = new URL(s3);
  storage.pathname = `/${name}`;
  const credentials = Object.entries(process.env).filter(([key]) => key.startsWith('AWS_'));
  return {
    env: {
      ...(Object.fromEntries(credentials) as Record<string, string>),
      DATABASE_URL: own.href,
      REDIS_URL: redis.href,
      VOICEOPS_STORAGE_URL: storage.href,
    },
    databaseUrl: own.href,
    async close() {
      await administer(`drop database if exists ${name} with (force)`);
      const store = await byteStoreFrom(storage.href);
      for await (const key of store.list('')) await store.delete(key);
    },
  };
}

function addressOf(server: keyof typeof URLS): URL {
  const value = process.env[URLS[server]];
  if (!value) throw new Error(`${URLS[server]} must name a real server when CI=true`);
  return new URL(value);
}
