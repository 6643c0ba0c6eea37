import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolScene, toolScene } from '../../../../test/support/toolScene.ts';
import { type HttpServer, httpServer, sendJson } from '../../../../test/support/unrulyHttp.ts';
import { type HttpToolDefinition, httpTool } from './httpTool.ts';
import { checkTemplate, filledUrl } from './urlTemplate.ts';

let scene: ToolScene;
let server: HttpServer;
let hungUp = false;
beforeAll(async () => {
  scene = await toolScene();
  server = await httpServer(({ url, method, body }, response, raw) => {
    const path = url.split('?')[0];
    if (path === '/hang') return once(raw.socket, 'close').then(() => (hungUp = true));
    if (path === '/huge') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ text: 'x'.repeat(10_000_000) }));
    }
    if (path === '/large') return sendJson(response, { list: Array.from({ length: 50_000 }, (_, n) => n) });
    if (path === '/redirect') return response.writeHead(302, { location: '/json' }).end();
    if (path === '/html')
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Sign in</h1>');
    if (path === '/broken')
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":');
    if (path === '/reset') return raw.socket.destroy();
    if (path === '/missing') return sendJson(response, { error: 'no such customer' }, 404);
    if (path === '/down')
      return response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Nginx</h1>');
    if (path === '/empty') return response.writeHead(204).end();
    return sendJson(response, { url, method, body });
  });
});
afterAll(async () => {
  await server.close();
  await scene.close();
});

const define = (path: string, change: Partial<HttpToolDefinition> = {}): HttpToolDefinition => ({
  name: 'ask_it',
  title: 'Ask it',
  description: 'Asks it.',
  inputSchema: {
    type: 'object',
    properties: { id: { type: 'string' }, count: { type: 'integer', minimum: 1 } },
    required: ['id'],
    additionalProperties: false,
  },
  method: 'GET',
  urlTemplate: `${server.url}${path}`,
  headers: { authorization: 'Bearer of-the-test' },
  timeoutMs: 2000,
  effect: false,
  intents: [],
  ...change,
});
const ask = (path: string, input: object = { id: 'a' }, change: Partial<HttpToolDefinition> = {}) =>
  scene.use([httpTool(define(path, change), true)], 'ask_it', input, { wants: ['order-status'] });

test('inputs go to their places, the rest into query or body, and secrets into headers', async () => {
  expect(await ask('/customers/{id}?limit={count}', { id: '../admin?x=1', count: 2 })).toMatchObject({
    result: { url: '/customers/..%2Fadmin%3Fx%3D1?limit=2' },
  });
  expect(await ask('/customers?of={id}&limit={count}', { id: 'ä b' })).toMatchObject({
    result: { url: '/customers?of=%C3%A4+b' },
  });
  expect(await ask('/search', { id: 'x', count: 3 })).toMatchObject({
    result: { url: '/search?id=x&count=3' },
  });
  const posted = { method: 'POST' as const, effect: true, intents: ['order-status' as const] };
  expect(await ask('/customers/{id}', { id: 'x', count: 3 }, posted)).toMatchObject({
    result: { url: '/customers/x', method: 'POST', body: '{"count":3}' },
  });
  expect(server.asked.at(-1)?.headers).toMatchObject({
    authorization: 'Bearer of-the-test',
    'content-type': 'application/json',
  });
  expect(await ask('/customers/{id}', { id: '..' })).toMatchObject({ code: 'invalid-input' });
  expect(await ask('/customers/{id}', { id: 'x', count: 0 })).toMatchObject({ code: 'invalid-input' });
  expect(await ask('/customers/{id}', { id: 'x', other: 1 })).toMatchObject({ code: 'invalid-input' });
});

test.each([
  ['/redirect', 'refused', 'redirected'],
  ['/html', 'unavailable', 'web page'],
  ['/broken', 'unavailable', 'not valid JSON'],
  ['/huge', 'unavailable', 'larger than a megabyte'],
  ['/reset', 'unavailable', 'ended the connection'],
  ['/missing', 'not-found', 'It answered 404.'],
  ['/down', 'unavailable', 'It answered 503.'],
])('what goes wrong is an answer: %s', async (path, code, message) => {
  const answer = await ask(path);
  expect(answer).toMatchObject({ ok: false, code, message: expect.stringContaining(message) });
  expect(JSON.stringify(answer)).not.toContain('<');
  expect(JSON.stringify(answer)).not.toContain('no such customer');
});

test('one that hangs ends in time, and its connection too', async () => {
  expect(await ask('/hang', { id: 'a' }, { timeoutMs: 100 })).toMatchObject({ code: 'timeout' });
  await expect.poll(() => hungUp).toBe(true);
});

test('a large answer is cut for the agent', async () => {
  expect(JSON.stringify(await ask('/large')).length).toBeLessThan(20_000);
  expect(await ask('/empty')).toEqual({ ok: true, result: { done: true } });
});

test('what it changes is asked for first, and written down before it is asked to act', async () => {
  const change = { method: 'POST' as const, effect: true, intents: ['faq' as const] };
  const before = server.asked.length;
  expect(await ask('/order', { id: 'a' }, change)).toMatchObject({ code: 'not-asked-for' });
  expect(server.asked.length).toBe(before);
  const turn = new AbortController();
  const hanging = httpTool(define('/hang', { ...change, intents: ['order-status'] }), true);
  const called = scene.use(
    [hanging],
    'ask_it',
    { id: 'a' },
    { wants: ['order-status'], signal: turn.signal },
  );
  await expect.poll(() => server.asked.length).toBe(before + 1);
  turn.abort();
  await expect(called).rejects.toThrow();
  const last = (await scene.log()).at(-1);
  expect(last).toMatchObject({ tool: 'ask_it', outcome: 'started' });
});

test('private networks are not asked unless the operator allows it, however they are written', async () => {
  const port = new URL(server.url).port;
  const hosts = [
    `127.0.0.1:${port}`,
    `localhost:${port}`,
    `[::1]:${port}`,
    `0x7f.1:${port}`,
    '169.254.169.254',
    '10.0.0.1',
  ];
  const before = server.asked.length;
  for (const host of hosts) {
    const tool = httpTool({ ...define(''), urlTemplate: `http://${host}/json` }, false);
    expect(await scene.use([tool], 'ask_it', { id: 'a' }), host).toMatchObject({
      ok: false,
      code: 'refused',
    });
  }
  expect(server.asked.length).toBe(before);
});

test('the host of an address never depends on input', () => {
  for (const template of [
    'https://{host}/x',
    'https://a.{host}/',
    'ftp://a.example/',
    '/path',
    'https://a.example/{x',
  ])
    expect(() => checkTemplate(template), template).toThrow();
  checkTemplate('https://a.example:8443/{x}/y?z={z}&w=1');
  const { url } = filledUrl('https://a.example/{x}', { x: '@evil.example/\\\r\n' }, true);
  expect(url.host).toBe('a.example');
});
