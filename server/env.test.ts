import { expect, test } from 'vitest';
import { readEnv, unknownSettings } from './env.ts';

test('with nothing set, everything has its default', () => {
  expect(readEnv({ PORT: '', PATH: '/bin' })).toMatchObject({
    PORT: 4000,
    HOST: '127.0.0.1',
    VOICEOPS_DATA_DIR: './data',
    VOICEOPS_TRUSTED_PROXIES: ['127.0.0.0/8', '::1/128'],
    VOICEOPS_ROLES: ['web', 'calls', 'worker'],
  });
});

test('a bad setting is named in one line that says what is wanted', () => {
  const bad: [string, string][] = [
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['VOICEOPS_TRUSTED_PROXIES', 'proxy.example.com'],
    ['VOICEOPS_TRUSTED_PROXIES', '10.0.0.1,'],
    ['VOICEOPS_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['VOICEOPS_TRUSTED_PROXIES', '0.0.0.0/0'],
    ['VOICEOPS_ROLES', 'web,workers'],
    ['VOICEOPS_PUBLIC_URL', 'voice.example.com'],
    ['VOICEOPS_PUBLIC_URL', 'https://example.com/voice'],
    ['VOICEOPS_STORAGE_URL', 'https://bucket'],
    ['VOICEOPS_LOG_LEVEL', 'loud'],
    ['VOICEOPS_LIMIT_GENERATION_PER_MINUTE', '0'],
  ];
  for (const [name, value] of bad) {
    expect(() => readEnv({ [name]: value }), `${name}=${value}`).toThrow(
      new RegExp(`^Setting ${name} must be .+, not "${value}"\\.$`),
    );
  }
});

test('a bad secret is named, but not told', () => {
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'VOICEOPS_MASTER_KEY', 'VOICEOPS_OWNER_PASSWORD']) {
    const read = () => readEnv({ [name]: 'hunter2' });
    expect(read).toThrow(`Setting ${name} must be`);
    expect(read).not.toThrow('hunter2');
  }
});

test('the owner needs e-mail and password', () => {
  expect(() => readEnv({ VOICEOPS_OWNER_EMAIL: 'owner@example.com' })).toThrow('VOICEOPS_OWNER_PASSWORD');
  expect(() => readEnv({ VOICEOPS_OWNER_API_KEY: 'k'.repeat(20) })).toThrow('VOICEOPS_OWNER_EMAIL');
});

test('misspelt settings are found', () => {
  const variables = { VOICEOPS_ROLE: 'web', VOICEOPS_ROLES: 'web', VOICEOPS_TEST_S3_URL: 's3://x', PATH: '' };
  expect(unknownSettings(variables)).toEqual(['VOICEOPS_ROLE']);
});
