import { formOf, wavOf } from './uploads.ts';

/** One of everything in a workspace, by kind. */
export interface Belongings {
  project: string;
  script: string;
  /** Approved and deployed. */
  version: string;
  /** Another version of the same script. */
  second: string;
  digest: string;
  comment: string;
  batch: string;
  release: string;
  webhook: string;
  delivery: string;
  apiKey: string;
  member: string;
  personality: string;
  conversation: string;
  flow: string;
  phoneNumber: string;
  /** A telephone call. */
  call: string;
  callFilter: string;
  /** A spoken answer in it. */
  message: string;
  voiceSample: string;
  /** A consent that a person has to decide on. */
  voiceReview: string;
  order: string;
  customer: string;
  product: string;
  faqEntry: string;
  service: string;
  appointment: string;
  httpTool: string;
  mcpServer: string;
  session: string;
  workspace: string;
  slug: string;
}

type MadeKind = 'flow' | 'order' | 'customer' | 'product' | 'faqEntry' | 'service' | 'httpTool' | 'mcpServer';

/** How an owner makes one of each kind of business data and tools: by kind, where and of what. */
export const MADE_WITH_TEXT = (text: string): Record<MadeKind, [path: string, body: object]> => ({
  flow: ['/api/v1/flows', { ...flow, description: text }],
  order: ['/api/v1/business/orders', { ...order('A-100'), items: [{ name: text, quantity: 1 }] }],
  customer: ['/api/v1/business/customers', { ...customer, name: text }],
  product: ['/api/v1/business/products', { ...product, name: text }],
  faqEntry: ['/api/v1/business/faq', { ...faqEntry, answer: text }],
  service: ['/api/v1/business/services', { ...service, calendar: text }],
  httpTool: ['/api/v1/http-tools', { ...httpTool, description: text }],
  mcpServer: [
    '/api/v1/mcp-servers',
    { name: 'mine', url: 'http://127.0.0.1:9/mcp', headers: { 'x-key': text } },
  ],
});

/** What a request carries besides its address. */
export interface Fill {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

/** `has` owns every id of the request; `at` is the workspace where it is asked, for what is addressed by name. */
type FillRoute = (has: Belongings, at: Belongings) => Fill;

const nothing: FillRoute = () => ({});
const body =
  (value: object): FillRoute =>
  () => ({ body: value });
const id =
  (kind: keyof Belongings, value?: object): FillRoute =>
  (has) => ({ path: { id: has[kind] }, body: value });
const slot = { slug: 'support-bot', slot: 'greeting' };
const channel: FillRoute = () => ({ path: { slug: slot.slug } });
const voice = { id: 'flite:slt' };
const ofVoice: FillRoute = () => ({ path: { voiceId: voice.id } });
const spokenByVoice: FillRoute = () => ({ path: { voiceId: voice.id }, body: { text: 'Hello.' } });

const order = (number: string) => ({
  number,
  customerId: null,
  items: [{ name: 'Thing', quantity: 1 }],
  status: 'placed',
  eta: null,
  carrier: null,
  trackingNumber: null,
});
const customer = { name: 'Somebody', phone: '202 555 0155', email: null, note: '' };
const product = { name: 'Thing', description: '', priceUsd: 1, stock: 1, language: 'en-US' };
const faqEntry = { question: 'What?', answer: 'That.', language: 'en-US' };
const service = { name: 'Visit', durationMinutes: 30, calendar: 'Somebody' };
const flow = {
  name: 'Line',
  content: {
    start: 'end',
    steps: { end: { kind: 'goodbye', title: 'End', line: { kind: 'text', text: 'Goodbye.' } } },
    lines: {
      announcement: null,
      hold: { kind: 'text', text: 'One moment.' },
      trouble: { kind: 'text', text: 'Sorry.' },
      silence: { kind: 'text', text: 'Hello?' },
      busy: { kind: 'text', text: 'Busy.' },
    },
  },
};
const httpTool = {
  name: 'ask_it',
  title: 'Ask it',
  description: 'Asks it.',
  inputSchema: { type: 'object' },
  method: 'GET',
  urlTemplate: 'http://127.0.0.1:9/',
  timeoutMs: 1000,
  effect: false,
  intents: [],
  active: true,
  headers: {},
};
const opening = {
  week: [{ weekday: 'monday', opens: '09:00', closes: '18:00' }],
  exceptions: [],
};

/**
 * How to ask for each address of the OpenAPI document so that its owner is understood: by method and path.
 * Whoever adds an address adds how to ask for it here, or the isolation test fails.
 */
export const FILLS: Record<string, FillRoute> = {
  'GET /public/{workspace}/channels/{channel}/{slot}': (_, at) => ({
    path: { workspace: at.slug, channel: slot.slug, slot: slot.slot },
  }),
  'GET /public/{workspace}/channels/{channel}/{slot}/audio': (_, at) => ({
    path: { workspace: at.slug, channel: slot.slug, slot: slot.slot },
  }),
  'GET /public/{workspace}/audio/{file}': (has, at) => ({
    path: { workspace: at.slug, file: `${has.digest}.wav` },
  }),
  'PUT /api/v1/engines/{id}/settings': () => ({ path: { id: 'openai' }, body: { apiKey: 'sk-of-a-test' } }),
  'POST /api/v1/engines/{id}/ask': () => ({ path: { id: 'openai' }, body: { text: 'Hello?' } }),
  'POST /api/v1/engines/{id}/hear': () => ({
    path: { id: 'openai' },
    body: formOf({ file: wavOf(new Int16Array(8000), 8000) }),
  }),
  'GET /healthz': nothing,
  'GET /api/v1/health': nothing,
  'GET /readyz': nothing,
  'GET /metrics': nothing,
  'GET /v1/models': nothing,
  'GET /v1/models/{model}': () => ({ path: { model: 'tts-1' } }),
  'GET /v1/audio/voices': nothing,
  'POST /v1/audio/speech': () => ({ body: { model: 'tts-1', voice: 'alloy', input: 'Hello.' } }),
  'POST /v1/audio/transcriptions': nothing,
  'POST /v1/text-to-speech/{voiceId}': spokenByVoice,
  'POST /v1/text-to-speech/{voiceId}/stream': spokenByVoice,
  'POST /v1/text-to-speech/{voiceId}/with-timestamps': spokenByVoice,
  'POST /v1/text-to-speech/{voiceId}/stream/with-timestamps': spokenByVoice,
  'GET /v1/voices': nothing,
  'GET /v2/voices': nothing,
  'GET /v1/voices/{voiceId}': ofVoice,
  'GET /public/check': (_, at) => ({ query: { digest: at.digest } }),
  'POST /public/check': nothing,
  'GET /api/v1/provenance': nothing,
  'GET /api/v1/dictionaries': nothing,
  'GET /api/v1/dictionaries/{number}': () => ({ path: { number: 'latest' } }),
  'POST /api/v1/dictionaries': body({ entries: [{ phrase: 'SQL', alias: 'sequel' }], expectedNumber: 1 }),
  'GET /api/v1/dictionaries/{number}/affected': () => ({ path: { number: '1' } }),
  'POST /api/v1/dictionaries/{number}/regenerate': (has) => ({
    path: { number: '1' },
    body: { versionIds: [has.version] },
  }),
  'POST /api/v1/calls': body({ to: '+12025550155' }),
  'POST /api/v1/chat': (has) => ({ body: { message: 'Hello', conversationId: has.conversation } }),
  'POST /api/v1/chat/hear': (has) => ({
    body: formOf({ file: wavOf(new Int16Array(8000), 8000), conversationId: has.conversation }),
  }),
  'GET /api/v1/chat/listening': (has) => ({ query: { conversationId: has.conversation } }),
  'GET /api/v1/conversations': nothing,
  'GET /api/v1/conversations/{id}': id('conversation'),
  'GET /api/v1/conversations/{id}/messages': id('conversation'),
  'GET /api/v1/conversations/{id}/messages/{messageId}/audio': (has) => ({
    path: { id: has.conversation, messageId: has.message },
  }),
  'POST /api/v1/conversations/{id}/stop': id('conversation'),
  'POST /api/v1/conversations/{id}/attend': id('conversation'),
  'POST /api/v1/conversations/{id}/take-over': id('conversation', {}),
  'POST /api/v1/conversations/{id}/messages': id('conversation', { text: 'Hello, this is Olga.' }),
  'POST /api/v1/conversations/{id}/hand-back': id('conversation'),
  'POST /api/v1/conversations/{id}/close': id('conversation'),
  'DELETE /api/v1/conversations/{id}': id('conversation'),
  'POST /api/v1/sessions': body({}),
  'GET /api/v1/sessions/{id}': id('session'),
  'DELETE /api/v1/sessions/{id}': id('session'),
  'GET /api/v1/users/{user}/preferences': () => ({ path: { user: 'crm-1' } }),
  'PUT /api/v1/users/{user}/preferences': () => ({
    path: { user: 'crm-1' },
    body: { consent: true, name: 'Ada' },
  }),
  'DELETE /api/v1/users/{user}/preferences': () => ({ path: { user: 'crm-1' } }),
  'POST /api/v1/voice/transcribe': (has) => ({
    body: formOf({ file: wavOf(new Int16Array(8000), 8000), phrases: 'yes\nno', sessionId: has.session }),
  }),
  'POST /api/v1/voice/process': (has) => ({
    body: formOf({ file: wavOf(new Int16Array(8000), 8000), sessionId: has.session }),
  }),
  'POST /api/v1/voice/synthesize': (has) => ({ body: { text: 'Hello.', sessionId: has.session } }),
  'POST /api/v1/voice/detect-accent': body({}),
  'GET /api/v1/personalities': nothing,
  'POST /api/v1/personalities': body({ name: 'Another' }),
  'GET /api/v1/personality-templates': nothing,
  'GET /api/v1/personalities/{id}': id('personality'),
  'DELETE /api/v1/personalities/{id}': (has) => ({
    path: { id: has.personality },
    query: { ownVoice: 'delete' },
  }),
  'POST /api/v1/personalities/{id}/copy': id('personality', { name: 'Twin' }),
  'GET /api/v1/personalities/{id}/instructions': id('personality'),
  'GET /api/v1/personalities/{id}/versions': id('personality'),
  'GET /api/v1/personalities/{id}/versions/compare': (has) => ({
    path: { id: has.personality },
    query: { from: '1', to: '1' },
  }),
  'GET /api/v1/personalities/{id}/versions/{number}': (has) => ({
    path: { id: has.personality, number: '1' },
  }),
  'POST /api/v1/personalities/{id}/versions/{number}/restore': (has) => ({
    path: { id: has.personality, number: '1' },
    body: {},
  }),
  'PATCH /api/v1/personalities/{id}': id('personality', { name: 'Renamed' }),
  'GET /api/v1/personalities/{id}/voice/status': id('personality'),
  'POST /api/v1/personalities/{id}/voice/samples': (has) => ({
    path: { id: has.personality },
    body: formOf({
      file: wavOf(
        Int16Array.from({ length: 8000 }, (_, i) => 3000 * Math.sin(i / 9)),
        16_000,
      ),
    }),
  }),
  'DELETE /api/v1/personalities/{id}/voice/samples/{sampleId}': (has, at) => ({
    path: { id: at.personality, sampleId: has.voiceSample },
  }),
  'GET /api/v1/personalities/{id}/voice/samples/{sampleId}/audio': (has, at) => ({
    path: { id: at.personality, sampleId: has.voiceSample },
  }),
  'POST /api/v1/personalities/{id}/voice/consent': (has) => ({
    path: { id: has.personality },
    body: formOf({
      file: wavOf(new Int16Array(16_000).fill(100), 16_000),
      speaker: 'Some Body',
      scope: 'workspace',
      expiresAt: '2100-01-01T00:00:00Z',
    }),
  }),
  'GET /api/v1/personalities/{id}/voice/consent/audio': id('personality'),
  'DELETE /api/v1/personalities/{id}/voice/consent': id('personality'),
  'POST /api/v1/personalities/{id}/voice/train': (has) => ({
    path: { id: has.personality },
    body: { sampleIds: [has.voiceSample] },
  }),
  'DELETE /api/v1/personalities/{id}/voice/train': id('personality'),
  'PUT /api/v1/personalities/{id}/voice/settings': id('personality', { voiceId: voice.id, settings: {} }),
  'POST /api/v1/personalities/{id}/voice/generate': id('personality', { text: 'Hello.' }),
  'GET /api/v1/personalities/{id}/voice/sample': id('personality'),
  'DELETE /api/v1/personalities/{id}/voice': id('personality'),
  'GET /api/v1/personalities/{id}/voice/export': id('personality'),
  'GET /api/v1/voice-reviews': nothing,
  'POST /api/v1/voice-reviews/{id}': id('voiceReview', { decision: 'refuse', note: 'Not the statement.' }),
  'GET /api/v1/setup': nothing,
  'POST /api/v1/setup': body({ kind: 'sample', token: 'none' }),
  'POST /api/v1/sign-in': body({ email: 'nobody@example.com', password: 'not a password' }),
  'POST /api/v1/sign-out': nothing,
  'GET /api/v1/me': nothing,
  'PATCH /api/v1/me': body({ name: 'Somebody' }),
  'GET /api/v1/members': nothing,
  'POST /api/v1/members': (_, at) => ({
    body: {
      email: `new@${at.slug}.example`,
      name: 'New',
      role: 'viewer',
      password: 'a password long enough',
    },
  }),
  'PATCH /api/v1/members/{id}': id('member', { role: 'editor' }),
  'PUT /api/v1/members/{id}/password': id('member', { password: 'another long password' }),
  'DELETE /api/v1/members/{id}': id('member'),
  'GET /api/v1/api-keys': nothing,
  'POST /api/v1/api-keys': body({ name: 'Reader', scopes: ['workspace:read'] }),
  'POST /api/v1/api-keys/{id}/rotate': id('apiKey', { overlapMinutes: 5 }),
  'DELETE /api/v1/api-keys/{id}': id('apiKey'),
  'GET /api/v1/workspace': nothing,
  'PATCH /api/v1/workspace': body({ requiredApprovals: 1 }),
  'GET /api/v1/workspaces': nothing,
  'POST /api/v1/workspaces': body({ name: 'Third' }),
  'POST /api/v1/workspaces/{id}/enter': id('workspace'),
  'GET /api/v1/projects': nothing,
  'POST /api/v1/projects': body({ name: 'Second', purpose: 'support' }),
  'GET /api/v1/projects/{id}': id('project'),
  'PATCH /api/v1/projects/{id}': id('project', { name: 'Renamed' }),
  'GET /api/v1/projects/{id}/scripts': id('project'),
  'POST /api/v1/projects/{id}/scripts': id('project', { title: 'New', language: 'en-US', text: 'New.' }),
  'GET /api/v1/scripts/{id}': id('script'),
  'PUT /api/v1/scripts/{id}': id('script', { title: 'Renamed' }),
  'GET /api/v1/scripts/{id}/revisions': id('script'),
  'GET /api/v1/search': () => ({ query: { q: 'e' } }),
  'GET /api/v1/scripts/{id}/versions': id('script'),
  'POST /api/v1/scripts/{id}/versions': id('script', { voiceId: voice.id }),
  // Its own version beside another's: the one must not open the door for the other.
  'GET /api/v1/versions/compare': (has, at) => ({ query: { ids: `${at.version},${has.second}` } }),
  'GET /api/v1/versions/{id}': id('version'),
  'GET /api/v1/versions/{id}/audio': id('version'),
  'GET /api/v1/versions/{id}/checks': id('version'),
  'POST /api/v1/versions/{id}/checks': id('version'),
  'GET /api/v1/versions/{id}/peaks': id('version'),
  'POST /api/v1/versions/{id}/cancel': id('version'),
  'POST /api/v1/versions/{id}/retry': id('version'),
  'POST /api/v1/projects/{id}/batches': (has, at) => ({
    path: { id: at.project },
    body: { voiceId: voice.id, scriptIds: [has.script] },
  }),
  'GET /api/v1/projects/{id}/batches': id('project'),
  'GET /api/v1/batches/{id}': id('batch'),
  'GET /api/v1/batches/{id}/versions': id('batch'),
  'POST /api/v1/batches/{id}/retry': id('batch'),
  'POST /api/v1/batches/{id}/cancel': id('batch'),
  'POST /api/v1/versions/{id}/status': id('version', { to: 'archived' }),
  'GET /api/v1/versions/{id}/comments': id('version'),
  'POST /api/v1/versions/{id}/comments': (has, at) => ({
    path: { id: at.version },
    body: { text: 'I agree.', parentId: has.comment },
  }),
  'PATCH /api/v1/comments/{id}': id('comment', { resolved: true }),
  'GET /api/v1/reviews': nothing,
  'GET /api/v1/channels': nothing,
  'POST /api/v1/channels': body({ slug: 'kiosk', name: 'Kiosk' }),
  'GET /api/v1/channels/{slug}': channel,
  'PATCH /api/v1/channels/{slug}': () => ({ path: { slug: slot.slug }, body: { description: 'Ours' } }),
  'PUT /api/v1/channels/{slug}/slots/{slot}': (has) => ({
    path: slot,
    body: { versionId: has.version, reason: 'Better.' },
  }),
  'GET /api/v1/channels/{slug}/slots/{slot}/rollback': () => ({ path: slot }),
  'POST /api/v1/channels/{slug}/slots/{slot}/rollback': () => ({ path: slot, body: { reason: 'Worse.' } }),
  'POST /api/v1/channels/{slug}/slots/{slot}/withdraw': () => ({ path: slot, body: { reason: 'Over.' } }),
  'GET /api/v1/channels/{slug}/slots/{slot}/candidates': () => ({ path: slot }),
  'GET /api/v1/channels/{slug}/deployments': channel,
  'POST /api/v1/releases': (has) => ({
    body: {
      items: [{ channel: slot.slug, slot: slot.slot, versionId: has.version }],
      reason: 'Together.',
      at: new Date(Date.now() + 3_600_000).toISOString(),
    },
  }),
  'GET /api/v1/releases': nothing,
  'DELETE /api/v1/releases/{id}': id('release'),
  'GET /api/v1/voices': nothing,
  'GET /api/v1/voices/{id}': () => ({ path: voice }),
  'POST /api/v1/voices/{id}/preview': () => ({ path: voice, body: { text: 'Hello.' } }),
  'GET /api/v1/engines': nothing,
  'GET /api/v1/voice-catalogue': nothing,
  'GET /api/v1/voice-catalogue/{id}': () => ({ path: { id: 'en_US-ryan-medium' } }),
  'POST /api/v1/voice-catalogue/{id}/pull': () => ({ path: { id: 'none' }, body: { acceptLicence: true } }),
  'DELETE /api/v1/voice-catalogue/{id}/pull': () => ({ path: { id: 'none' } }),
  'DELETE /api/v1/voice-catalogue/{id}': () => ({ path: { id: 'none' } }),
  'GET /api/v1/audit': () => ({ query: { limit: '200' } }),
  'GET /api/v1/usage': nothing,
  'GET /api/v1/usage/export': nothing,
  'GET /api/v1/prices': nothing,
  'PUT /api/v1/plan': body({ plan: 'enterprise' }),
  'GET /api/v1/audit/verify': nothing,
  'GET /api/v1/audit/export': nothing,
  'GET /api/v1/webhooks': nothing,
  'POST /api/v1/webhooks': body({ url: 'http://127.0.0.1:9/', events: ['ping'] }),
  'PATCH /api/v1/webhooks/{id}': id('webhook', { active: false }),
  'DELETE /api/v1/webhooks/{id}': id('webhook'),
  'POST /api/v1/webhooks/{id}/test': id('webhook'),
  'GET /api/v1/webhooks/{id}/deliveries': id('webhook'),
  'POST /api/v1/deliveries/{id}/redeliver': id('delivery'),
  'GET /api/v1/events': nothing,
  'GET /api/v1/calls': nothing,
  'GET /api/v1/calls/export': nothing,
  'GET /api/v1/calls/{id}': id('call'),
  'GET /api/v1/calls/{id}/events': id('call'),
  'GET /api/v1/calls/{id}/at': (has) => ({ path: { id: has.call }, query: { ms: '500' } }),
  'GET /api/v1/calls/{id}/recording': id('call'),
  'POST /api/v1/calls/{id}/caller': id('call'),
  'DELETE /api/v1/calls/{id}': id('call'),
  'GET /api/v1/calls/analytics': nothing,
  'GET /api/v1/calls/analytics/export': nothing,
  'GET /api/v1/call-filters': nothing,
  'POST /api/v1/call-filters': body({ name: 'Angry', filter: { sentiment: 'negative' } }),
  'PUT /api/v1/call-filters/{id}': id('callFilter', { name: 'Angry', filter: {} }),
  'DELETE /api/v1/call-filters/{id}': id('callFilter'),
  'GET /api/v1/calls/live': nothing,
  'GET /api/v1/calls/live/stream': nothing,
  'POST /api/v1/calls/{id}/advise': id('call', { text: 'Offer a discount.' }),
  'POST /api/v1/calls/{id}/hand-back': id('call'),
  'POST /api/v1/calls/{id}/end': id('call'),
  'GET /api/v1/flows': nothing,
  'POST /api/v1/flows': body(flow),
  'POST /api/v1/flows/check': body({ content: flow.content }),
  'GET /api/v1/flows/{id}': id('flow'),
  'PATCH /api/v1/flows/{id}': id('flow', { description: 'Changed.' }),
  'GET /api/v1/flows/{id}/versions': id('flow'),
  'GET /api/v1/flows/{id}/versions/{number}': (has) => ({ path: { id: has.flow, number: '1' } }),
  'POST /api/v1/flows/{id}/versions/{number}/restore': (has) => ({
    path: { id: has.flow, number: '1' },
    body: {},
  }),
  'POST /api/v1/flows/{id}/try': id('flow', {}),
  'GET /api/v1/phone-numbers': nothing,
  'POST /api/v1/phone-numbers': body({ number: '+12025550199', name: 'Line' }),
  'PATCH /api/v1/phone-numbers/{id}': id('phoneNumber', { name: 'Renamed' }),
  'DELETE /api/v1/phone-numbers/{id}': id('phoneNumber'),
  'GET /api/v1/business/orders': nothing,
  'POST /api/v1/business/orders': body(order('A-1')),
  'PUT /api/v1/business/orders/{id}': id('order', order('A-2')),
  'DELETE /api/v1/business/orders/{id}': id('order'),
  'GET /api/v1/business/customers': nothing,
  'POST /api/v1/business/customers': body(customer),
  'PUT /api/v1/business/customers/{id}': id('customer', customer),
  'DELETE /api/v1/business/customers/{id}': id('customer'),
  'GET /api/v1/business/products': nothing,
  'POST /api/v1/business/products': body(product),
  'PUT /api/v1/business/products/{id}': id('product', product),
  'DELETE /api/v1/business/products/{id}': id('product'),
  'GET /api/v1/business/faq': nothing,
  'POST /api/v1/business/faq': body(faqEntry),
  'PUT /api/v1/business/faq/{id}': id('faqEntry', faqEntry),
  'DELETE /api/v1/business/faq/{id}': id('faqEntry'),
  'GET /api/v1/business/services': nothing,
  'POST /api/v1/business/services': body({ ...service, name: 'Another visit' }),
  'PUT /api/v1/business/services/{id}': id('service', service),
  'DELETE /api/v1/business/services/{id}': id('service'),
  'GET /api/v1/business/appointments': () => ({ query: { from: '2099-01-01', to: '2099-01-31' } }),
  'POST /api/v1/business/appointments': (has) => ({
    body: { serviceId: has.service, startsAt: '2099-01-12T10:00:00Z', name: 'Somebody', phone: null },
  }),
  'PATCH /api/v1/business/appointments/{id}': id('appointment', { state: 'cancelled' }),
  'GET /api/v1/business/opening-hours': nothing,
  'PUT /api/v1/business/opening-hours': body(opening),
  'POST /api/v1/business/demo-data': nothing,
  'GET /api/v1/tools': nothing,
  'POST /api/v1/tools/{name}/try': () => ({ path: { name: 'opening_hours' }, body: { input: {} } }),
  'GET /api/v1/tool-calls': nothing,
  'GET /api/v1/http-tools': nothing,
  'POST /api/v1/http-tools': body({ ...httpTool, name: 'ask_other' }),
  'PUT /api/v1/http-tools/{id}': id('httpTool', httpTool),
  'DELETE /api/v1/http-tools/{id}': id('httpTool'),
  'GET /api/v1/mcp-servers': nothing,
  'POST /api/v1/mcp-servers': body({ name: 'other', url: 'http://127.0.0.1:9/mcp', headers: {} }),
  'PATCH /api/v1/mcp-servers/{id}': id('mcpServer', { active: false }),
  'POST /api/v1/mcp-servers/{id}/refresh': id('mcpServer'),
  'DELETE /api/v1/mcp-servers/{id}': id('mcpServer'),
};
