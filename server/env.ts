import { isIP } from 'node:net';
import { z } from 'zod';
import { RECOGNIZERS_URL } from '../shared/recognizers/catalogue.ts';
import { PLANS } from '../shared/usage/plans.ts';
import { KOKORO_URL, POCKET_URL, VOICES_URL } from '../shared/voices/catalogue.ts';
import { parseMasterKeys } from './storage/masterKeys.ts';

/** What a process can do; several share one process. */
const PROCESS_ROLES = ['web', 'calls', 'worker'] as const;

/** A setting that does not stand as it should; the message is one line for the operator. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const whole = (min: number, max: number) => {
  const wanted = `a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, wanted)
    .transform(Number)
    .pipe(z.number().min(min, wanted).max(max, wanted));
};
const address = (protocols: string[], wanted: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), wanted);
/** An address (`10.0.0.7`) or a network (`10.1.0.0/16`). */
const isNetwork = (text: string) => {
  const [host = '', bits, more] = text.split('/');
  if (isIP(host) === 0 || more !== undefined) return false;
  // Everybody (`/0`) is no proxy.
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (isIP(host) === 4 ? 32 : 128));
};
/** Where an engine is reached; a trailing slash makes no difference. */
const anyEngineAddress = address(['http:', 'https:'], 'an address like https://speech.example.com').transform(
  (text) => text.replace(/\/+$/, ''),
);
const engineAddress = (otherwise: string) => anyEngineAddress.prefault(otherwise);
const languageModel = (otherwise: string) => z.string().trim().min(1).max(200).prefault(otherwise);
/** What something costs, in US dollars. */
const dollars = (max: number) => {
  const wanted = `an amount from 0 to ${max} such as 0.0085`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, wanted)
    .transform(Number)
    .pipe(z.number().max(max, wanted));
};
const optional = <T extends z.ZodType>(schema: T) => schema.optional();

/**
 * Every setting, by concern. `description` is for the operator, `secret` keeps a value out of messages, the
 * prefaulted text is the default as one would write it; what is optional says itself what holds without it.
 */
export const SETTINGS = {
  Serving: {
    PORT: whole(0, 65_535)
      .prefault('4000')
      .meta({ description: 'TCP port of the web server; 0 takes any free one.' }),
    HOST: z
      .string()
      .prefault('127.0.0.1')
      .meta({ description: 'Address to listen on; `0.0.0.0` listens on all, to be put behind TLS.' }),
    VOICEOPS_PUBLIC_URL: optional(
      address(['http:', 'https:'], 'an address like https://voice.example.com')
        .refine((text) => !URL.canParse(text) || new URL(text).pathname === '/', 'an address without a path')
        .transform((text) => new URL(text).origin),
    ).meta({
      description:
        'Address under which browsers and programs reach this installation, when it is behind a proxy.',
    }),
    VOICEOPS_TRUSTED_PROXIES: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .refine(
        (parts) => parts.every(isNetwork),
        'a list of addresses and networks like 10.0.0.7, 10.1.0.0/16',
      )
      .prefault('127.0.0.0/8,::1/128')
      .meta({
        description:
          'Proxies whose `X-Forwarded-For` is believed, as addresses and networks separated by commas; by default only one on this machine. Whoever is named here can claim any client address.',
      }),
    VOICEOPS_ROLES: z
      .string()
      .transform((text) => text.split(',').map((role) => role.trim()))
      .pipe(z.array(z.enum(PROCESS_ROLES, `a list of ${PROCESS_ROLES.join(', ')}`)).min(1))
      .prefault('web,calls,worker')
      .meta({
        description: 'What this process does: serve the web app and the API, hold calls, work off the queue.',
      }),
    VOICEOPS_DRAIN_SECONDS: whole(0, 3600)
      .prefault('30')
      .meta({ description: 'How long a stop waits for requests and jobs under way.' }),
    VOICEOPS_LOG_LEVEL: z
      .enum(
        ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
        'one of fatal, error, warn, info, debug, silent',
      )
      .prefault('info')
      .meta({ description: 'How much is logged: fatal, error, warn, info, debug or silent.' }),
  },
  Data: {
    VOICEOPS_DATA_DIR: z.string().prefault('./data').meta({
      description: 'Folder for everything that is kept: the embedded database, audio, the master key.',
    }),
    DATABASE_URL: optional(
      address(['postgres:', 'postgresql:'], 'an address like postgres://user:password@host/database'),
    ).meta({
      description:
        'PostgreSQL 15 or later; without it an embedded PostgreSQL keeps its data in the data folder.',
      secret: true,
    }),
    VOICEOPS_DATABASE_CONNECTIONS: whole(2, 200)
      .prefault('10')
      .meta({ description: 'Database connections of this process at most.' }),
    REDIS_URL: optional(address(['redis:', 'rediss:'], 'an address like redis://host:6379')).meta({
      description:
        'Redis for what several nodes share: rate limits, and the way to calls that another node holds. Without it each process counts for itself, and a call is joined at the node that holds it.',
      secret: true,
    }),
    VOICEOPS_STORAGE_URL: optional(
      z
        .string()
        .refine(
          (text) =>
            (/^s3:\/\/[^/?]+/.test(text) && URL.canParse(text)) ||
            !/^[a-z0-9+.-]+:\/\//i.test(text) ||
            text.startsWith('file:///'),
          's3://bucket?endpoint=…&region=…&forcePathStyle=true, or a folder',
        ),
    ).meta({
      description:
        'Where audio lies: `s3://bucket?endpoint=…&region=…&forcePathStyle=true` (credentials in the customary AWS variables) or a folder; without it the folder `storage` in the data folder.',
    }),
    VOICEOPS_MASTER_KEY: optional(
      z.string().transform((text, context) => {
        try {
          return parseMasterKeys(text);
        } catch {
          context.addIssue({
            code: 'custom',
            message:
              '32 random bytes in base64 or hex (openssl rand -base64 32); several are separated by commas, the current one first',
          });
          return z.NEVER;
        }
      }),
    ).meta({
      description:
        'Key for encryption at rest: 32 random bytes in base64 or hex. Several are separated by commas: the first encrypts, the others only decrypt. Without it a key file `master.key` is made in the data folder. Nodes that share a database need the same key.',
      secret: true,
    }),
  },
  'First start': {
    VOICEOPS_OWNER_EMAIL: optional(z.email('an e-mail address')).meta({
      description: 'Creates the owner and a sample workspace at the first start, without the set-up page.',
    }),
    VOICEOPS_OWNER_PASSWORD: optional(
      z.string().min(10, 'at least 10 characters').max(200, 'at most 200 characters'),
    ).meta({ description: "The owner's password; at least 10 characters.", secret: true }),
    VOICEOPS_OWNER_API_KEY: optional(
      z.string().regex(/^[\x21-\x7e]{16,200}$/, '16 to 200 visible ASCII characters'),
    ).meta({
      description: 'An API key of the owner with every scope; at least 16 characters that nobody can guess.',
      secret: true,
    }),
  },
  Limits: {
    VOICEOPS_LIMIT_REQUESTS_PER_MINUTE: whole(1, 100_000_000)
      .prefault('1200')
      .meta({ description: 'Requests a minute of each user and each API key.' }),
    VOICEOPS_LIMIT_ANONYMOUS_PER_MINUTE: whole(1, 100_000_000)
      .prefault('600')
      .meta({ description: 'Requests a minute of each address that is not signed in.' }),
    VOICEOPS_LIMIT_SIGN_IN_PER_MINUTE: whole(1, 100_000_000).prefault('10').meta({
      description:
        'Attempts to sign in a minute of each address; for each account, from all addresses together, 20 times as many.',
    }),
    VOICEOPS_LIMIT_GENERATION_PER_MINUTE: whole(1, 100_000_000)
      .prefault('120')
      .meta({ description: 'Generations a minute of each user and each API key.' }),
    VOICEOPS_LIMIT_PUBLIC_CHECK_PER_MINUTE: whole(1, 100_000_000)
      .prefault('30')
      .meta({ description: 'Files a minute of each address that the public check looks at.' }),
    VOICEOPS_LIMIT_PUBLIC_MISS_PER_MINUTE: whole(1, 100_000_000)
      .prefault('120')
      .meta({ description: 'Requests a minute of each address for public audio that does not exist.' }),
  },
  Plans: {
    VOICEOPS_DEFAULT_PLAN: z
      .enum(PLANS, `one of ${PLANS.join(', ')}`)
      .prefault('enterprise')
      .meta({
        description:
          'Plan of every workspace, and the most that its owner may choose: `free` (texts alone), `small-business`, `professional` or `enterprise` (no limits). See [usage](usage.md).',
      }),
    VOICEOPS_PRICES_FILE: optional(z.string().min(1)).meta({
      description:
        'A JSON file with prices of your own for engines and language models; they count before the list that comes with the program. See [usage](usage.md).',
    }),
  },
  'Voices of this machine': {
    VOICEOPS_MODEL_MEMORY_MB: whole(64, 1_000_000).prefault('2048').meta({
      description:
        'Memory for the models of neural voices on this node, and as much again for those of recognisers; the one that was not used for longest makes room.',
    }),
    VOICEOPS_VOICES_URL: engineAddress(VOICES_URL).meta({
      description: 'Where neural voices are fetched from: a copy of Piper’s collection, by its paths.',
    }),
    VOICEOPS_POCKET_URL: engineAddress(POCKET_URL).meta({
      description:
        'Where the model that makes voices of recordings is fetched from: a folder with its files.',
    }),
    VOICEOPS_KOKORO_URL: engineAddress(KOKORO_URL).meta({
      description: 'Where the Kokoro model is fetched from: a folder with its files.',
    }),
    VOICEOPS_RECOGNIZERS_URL: engineAddress(RECOGNIZERS_URL).meta({
      description:
        'Where recognisers for this machine are fetched from: a copy of sherpa-onnx’s models, by their paths.',
    }),
  },
  Engines: {
    ANTHROPIC_API_KEY: optional(z.string().max(500)).meta({
      description: 'Key of Anthropic, whose Claude then answers. A workspace may set its own, which wins.',
      secret: true,
    }),
    ANTHROPIC_BASE_URL: engineAddress('https://api.anthropic.com').meta({
      description: 'Where Anthropic is asked.',
    }),
    ANTHROPIC_MODEL: languageModel('claude-sonnet-4-5').meta({ description: 'Which of its models answers.' }),
    OPENAI_MODEL: languageModel('gpt-4.1-mini').meta({
      description: 'Which of OpenAI’s models answers, where there is a key of OpenAI.',
    }),
    LOCAL_MODEL_BASE_URL: optional(anyEngineAddress).meta({
      description:
        'A server with a language model that speaks as OpenAI does (Ollama, llama.cpp, vLLM …), such as `http://127.0.0.1:11434/v1`; it needs `LOCAL_MODEL_NAME` too.',
    }),
    LOCAL_MODEL_NAME: optional(z.string().trim().min(1).max(200)).meta({
      description: 'Which of its models answers, such as `llama3.1:8b`.',
    }),
    LOCAL_MODEL_API_KEY: optional(z.string().max(500)).meta({
      description: 'Its key, if it wants one.',
      secret: true,
    }),
    OPENAI_API_KEY: optional(z.string().max(500)).meta({
      description:
        'Key of OpenAI, whose voices are then offered and whose GPT answers. A workspace may set its own, which wins.',
      secret: true,
    }),
    OPENAI_BASE_URL: engineAddress('https://api.openai.com/v1').meta({
      description: 'Where OpenAI is asked.',
    }),
    LOCAL_SPEECH_BASE_URL: optional(anyEngineAddress).meta({
      description:
        'A speech server of your own that speaks as OpenAI does (Kokoro-FastAPI, Speaches, openedai-speech …), such as `http://127.0.0.1:8880/v1`.',
    }),
    LOCAL_TRANSCRIPTION_MODEL: optional(z.string().max(200)).meta({
      description:
        'The model of that server that transcribes, such as `Systran/faster-whisper-small`; without it the server only speaks.',
    }),
    LOCAL_SPEECH_API_KEY: optional(z.string().max(500)).meta({
      description: 'Its key, if it wants one.',
      secret: true,
    }),
    DEEPGRAM_API_KEY: optional(z.string().max(500)).meta({
      description:
        'Key of Deepgram, which then listens: to files, and to speech while it comes. A workspace may set its own, which wins.',
      secret: true,
    }),
    DEEPGRAM_BASE_URL: engineAddress('https://api.deepgram.com').meta({
      description: 'Where Deepgram is asked.',
    }),
    ELEVENLABS_API_KEY: optional(z.string().max(500)).meta({
      description:
        'Key of ElevenLabs, whose voices are then offered. A workspace may set its own, which wins.',
      secret: true,
    }),
    ELEVENLABS_BASE_URL: engineAddress('https://api.elevenlabs.io').meta({
      description: 'Where ElevenLabs is asked.',
    }),
    GOOGLE_API_KEY: optional(z.string().max(500)).meta({
      description:
        'Key of a Google Cloud project with the Cloud Text-to-Speech API, whose voices are then offered. A workspace may set its own, which wins.',
      secret: true,
    }),
    GOOGLE_TTS_BASE_URL: engineAddress('https://texttospeech.googleapis.com').meta({
      description: 'Where Google Cloud Text-to-Speech is asked.',
    }),
    AZURE_SPEECH_KEY: optional(z.string().max(500)).meta({
      description:
        'Key of an Azure Speech resource, whose voices are then offered. A workspace may set its own, which wins.',
      secret: true,
    }),
    AZURE_SPEECH_REGION: optional(
      z.string().regex(/^[A-Za-z0-9]{2,40}$/, 'the name of a region such as westeurope'),
    ).meta({ description: 'Region of the Azure Speech resource, such as `westeurope`.' }),
    AZURE_SPEECH_BASE_URL: optional(anyEngineAddress).meta({
      description: "Where Azure Speech is asked; without it its region's own address.",
    }),
    XTTS_BASE_URL: optional(anyEngineAddress).meta({
      description:
        'Address of an xtts-api-server or xtts-streaming-server, such as http://127.0.0.1:8020; which of the two it is, is found out. The weights of XTTS are not for commercial use.',
    }),
    STYLETTS2_BASE_URL: optional(anyEngineAddress).meta({
      description:
        'Address of a StyleTTS 2 server with the protocol of SaladTechnologies/styletts2-api, such as http://127.0.0.1:4321.',
    }),
  },
  Calls: {
    TWILIO_ACCOUNT_SID: optional(
      z.string().regex(/^AC[0-9A-Za-z]{8,64}$/, 'the SID of an account, which begins with AC'),
    ).meta({
      description: 'SID of the Twilio account: for transfers, and for calls that this installation places.',
    }),
    TWILIO_AUTH_TOKEN: optional(z.string().max(200)).meta({
      description:
        'Auth token of the Twilio account: what proves that a call comes from Twilio. Without it and `VOICEOPS_PUBLIC_URL` no telephone call is taken.',
      secret: true,
    }),
    TWILIO_BASE_URL: engineAddress('https://api.twilio.com').meta({
      description: 'Where Twilio is asked to transfer, end and place calls.',
    }),
    VOICEOPS_CALLS_MAX: whole(1, 100_000).prefault('1000').meta({
      description: 'Calls at once of this process; further ones hear the busy line of their flow.',
    }),
    VOICEOPS_CALLS_BUSY_PERCENT: whole(10, 100).prefault('80').meta({
      description:
        'How busy the event loop of this process may be, in percent of the last second, for another call to be let in. 100 lets load refuse nobody.',
    }),
    VOICEOPS_CALLS_DRAIN_SECONDS: whole(0, 3600).prefault('60').meta({
      description: 'How long a stop waits for calls in progress, before they hear the goodbye of their flow.',
    }),
  },
  Provenance: {
    VOICEOPS_C2PA_CERTIFICATE: optional(z.string().max(1000)).meta({
      description:
        'PEM file of the certificate that files are signed with as made here, followed by those above it; by default the installation makes one for itself.',
    }),
    VOICEOPS_C2PA_PRIVATE_KEY: optional(z.string().max(1000)).meta({
      description: 'PEM file of its private key (ECDSA, RSA or Ed25519).',
    }),
  },
  Work: {
    VOICEOPS_GENERATION_CONCURRENCY: whole(1, 64)
      .prefault('2')
      .meta({ description: 'Generations at once of each worker process.' }),
    VOICEOPS_TELEPHONY_USD_PER_MINUTE: optional(dollars(100)).meta({
      description:
        'What the telephone company takes for a minute of a call, in US dollars; without it the costs of calls do not hold that part.',
    }),
    VOICEOPS_WEBHOOKS_PRIVATE_NETWORKS: z
      .enum(['true', 'false'], 'true or false')
      .prefault('false')
      .transform((text) => text === 'true')
      .meta({
        description:
          'Whether webhooks may call this machine and private networks: `true` only where nobody else makes webhooks.',
      }),
    VOICEOPS_TOOLS_PRIVATE_NETWORKS: z
      .enum(['true', 'false'], 'true or false')
      .prefault('false')
      .transform((text) => text === 'true')
      .meta({
        description:
          'Whether tools of workspaces (HTTP, MCP) may call this machine and private networks: `true` only where nobody else makes tools.',
      }),
  },
};

type Groups = typeof SETTINGS;
type Shape = Groups['Serving'] &
  Groups['Data'] &
  Groups['First start'] &
  Groups['Limits'] &
  Groups['Plans'] &
  Groups['Voices of this machine'] &
  Groups['Engines'] &
  Groups['Calls'] &
  Groups['Provenance'] &
  Groups['Work'];
const Settings = z.object(Object.assign({}, ...Object.values(SETTINGS)) as Shape);
export type Env = z.output<typeof Settings>;

/**
 * Reads every setting from `variables`; an empty one counts as absent. Throws SettingError for the first one that
 * does not stand as it should.
 */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const read = Settings.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const name = String(issue?.path[0]) as keyof Shape;
    const got = isSecret(name) ? '' : `, not "${given[name]?.slice(0, 100)}"`;
    throw new SettingError(`Setting ${name} must be ${issue?.message}${got}.`);
  }
  const env = read.data;
  if (Boolean(env.VOICEOPS_OWNER_EMAIL) !== Boolean(env.VOICEOPS_OWNER_PASSWORD))
    throw new SettingError(
      'Settings VOICEOPS_OWNER_EMAIL and VOICEOPS_OWNER_PASSWORD must be given together, or neither.',
    );
  if (env.VOICEOPS_OWNER_API_KEY && !env.VOICEOPS_OWNER_EMAIL)
    throw new SettingError(
      'Setting VOICEOPS_OWNER_API_KEY needs VOICEOPS_OWNER_EMAIL and VOICEOPS_OWNER_PASSWORD.',
    );
  if (Boolean(env.VOICEOPS_C2PA_CERTIFICATE) !== Boolean(env.VOICEOPS_C2PA_PRIVATE_KEY))
    throw new SettingError(
      'Settings VOICEOPS_C2PA_CERTIFICATE and VOICEOPS_C2PA_PRIVATE_KEY must be given together, or neither.',
    );
  return env;
}

/** Names with our prefix that mean nothing here, most likely misspelt. */
export function unknownSettings(variables: Record<string, string | undefined>): string[] {
  return Object.keys(variables).filter(
    (name) => name.startsWith('VOICEOPS_') && !name.startsWith('VOICEOPS_TEST_') && !(name in Settings.shape),
  );
}

function isSecret(name: keyof Shape): boolean {
  return Settings.shape[name]?.meta()?.secret === true;
}
