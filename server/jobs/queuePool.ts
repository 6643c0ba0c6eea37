import pg from 'pg';

/**
 * Connections of the queue's own, as the owner of its tables. Broken ones are replaced; without listeners they would end
 * the process, and the queue's library takes those of pools that it makes away before their connections are gone.
 */
export function openQueuePool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'voiceops worker',
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}
