import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { Agent } from '../../dialogue/contract.ts';
import type { EngineKind } from '../../engines/contract.ts';
import { openModelAgent } from './modelAgent.ts';

/** Clouds limit by the minute, not by connections: this only keeps one node from opening thousands. */
const CLOUD_CONCURRENCY = 100;
/** A machine of one's own has one graphics card, or none. */
const LOCAL_CONCURRENCY = 8;

const apiKey = (variable: string, required: boolean) => ({
  name: 'apiKey',
  label: 'API key',
  variable,
  secret: true,
  required,
  perWorkspace: required,
});
const baseUrl = (variable: string) => ({
  name: 'baseUrl',
  label: 'Address',
  variable,
  secret: false,
  required: true,
  perWorkspace: false,
});
const modelName = (variable: string) => ({
  name: 'model',
  label: 'Language model',
  variable,
  secret: false,
  required: true,
  perWorkspace: true,
});

const ANTHROPIC: EngineKind<Agent> = {
  id: 'anthropic',
  name: 'Anthropic',
  kind: 'cloud',
  hint: 'Set ANTHROPIC_API_KEY, or a key of this workspace, and Claude answers.',
  settings: [apiKey('ANTHROPIC_API_KEY', true), baseUrl('ANTHROPIC_BASE_URL'), modelName('ANTHROPIC_MODEL')],
  open: ({ apiKey: key = '', baseUrl: url = '', model = '' }) =>
    openModelAgent({
      id: 'anthropic',
      name: 'Anthropic',
      kind: 'cloud',
      modelName: model,
      model: createAnthropic({ apiKey: key, baseURL: withVersion(url) })(model),
      concurrency: CLOUD_CONCURRENCY,
      models: {
        url: `${withVersion(url)}/models`,
        headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
      },
    }),
};

/** The same account that speaks: they share the key. */
const OPENAI: EngineKind<Agent> = {
  id: 'openai',
  name: 'OpenAI',
  kind: 'cloud',
  hint: 'Set OPENAI_API_KEY, or a key of this workspace, and GPT answers.',
  settings: [apiKey('OPENAI_API_KEY', true), baseUrl('OPENAI_BASE_URL'), modelName('OPENAI_MODEL')],
  open: ({ apiKey: key = '', baseUrl: url = '', model = '' }) =>
    openModelAgent({
      id: 'openai',
      name: 'OpenAI',
      kind: 'cloud',
      modelName: model,
      // Chat completions: what OpenAI’s many doubles speak too.
      model: createOpenAI({ apiKey: key, baseURL: url }).chat(model),
      concurrency: CLOUD_CONCURRENCY,
      models: { url: `${url}/models`, headers: bearer(key) },
    }),
};

const LOCAL: EngineKind<Agent> = {
  id: 'local-model',
  name: 'Local model',
  kind: 'local',
  hint: 'Set LOCAL_MODEL_BASE_URL and LOCAL_MODEL_NAME to a server that speaks as OpenAI does (Ollama, llama.cpp, vLLM), such as http://127.0.0.1:11434/v1.',
  settings: [
    baseUrl('LOCAL_MODEL_BASE_URL'),
    { ...modelName('LOCAL_MODEL_NAME'), perWorkspace: false },
    apiKey('LOCAL_MODEL_API_KEY', false),
  ],
  open: ({ apiKey: key, baseUrl: url = '', model = '' }) =>
    openModelAgent({
      id: 'local-model',
      name: 'Local model',
      kind: 'local',
      modelName: model,
      model: createOpenAICompatible({
        name: 'local-model',
        baseURL: url,
        includeUsage: true,
        ...(key === undefined ? {} : { apiKey: key }),
      })(model),
      concurrency: LOCAL_CONCURRENCY,
      models: { url: `${url}/models`, headers: key === undefined ? {} : bearer(key) },
    }),
};

/** Every kind of language model that can be set up, most preferred first. */
export const MODEL_KINDS: readonly EngineKind<Agent>[] = [ANTHROPIC, OPENAI, LOCAL];

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Anthropic’s own clients are told the address without its version, others with it. */
const withVersion = (url: string) => (/\/v\d+$/.test(url) ? url : `${url}/v1`);
