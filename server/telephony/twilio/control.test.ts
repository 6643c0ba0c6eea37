import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTwilioControl } from './control.ts';

interface Asked {
  path: string;
  authorization: string | undefined;
  form: Record<string, string>;
}
type Answer = (response: ServerResponse, asked: Asked) => void;

const asked: Asked[] = [];
let answers: Answer[] = [];
const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const one = {
    path: request.url ?? '',
    authorization: request.headers.authorization,
    form: Object.fromEntries(new URLSearchParams(text)),
  };
  asked.push(one);
  (answers.shift() ?? ok)(response, one);
});
let baseUrl: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
  answers = [];
});

const say =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const ok = say(200, { sid: 'CA123', status: 'queued' });
const control = (answerMs = 2_000) =>
  openTwilioControl({
    baseUrl,
    accountSid: 'AC1',
    authToken: 'secret',
    handedOver: { answeredUrl: 'https://v.test/status?a=1&b=2', overUrl: 'https://v.test/voice?a=1' },
    pauseMs: 5,
    answerMs,
  });
const newCall = {
  from: '+15005550100',
  to: '+12025550123',
  url: 'https://v.test/voice?call=x',
  statusUrl: 'https://v.test/status',
};

test('a call is placed, handed over and ended by the requests that Twilio documents', async () => {
  expect(await control().create(newCall)).toBe('CA123');
  await control().transfer('CA/1', '+12025550199', 20_400);
  await control().transfer('CA2', 'sip:a@b.test?x="1"&y=2', 1_000);
  await control().hangUp('CA2');
  const authorization = `Basic ${Buffer.from('AC1:secret').toString('base64')}`;
  const account = '/2010-04-01/Accounts/AC1/Calls';
  const xml = (verbs: string) => `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`;
  const told = 'statusCallback="https://v.test/status?a=1&amp;b=2" statusCallbackEvent="answered"';
  expect(asked).toEqual([
    {
      path: `${account}.json`,
      authorization,
      form: {
        From: newCall.from,
        To: newCall.to,
        Url: newCall.url,
        Method: 'POST',
        StatusCallback: newCall.statusUrl,
        StatusCallbackMethod: 'POST',
      },
    },
    {
      path: `${account}/CA%2F1.json`,
      authorization,
      form: {
        Twiml: xml(
          `<Dial timeout="21" action="https://v.test/voice?a=1"><Number ${told}>+12025550199</Number></Dial>`,
        ),
      },
    },
    {
      path: `${account}/CA2.json`,
      authorization,
      form: {
        Twiml: xml(
          `<Dial timeout="5" action="https://v.test/voice?a=1"><Sip ${told}>sip:a@b.test?x=&quot;1&quot;&amp;y=2</Sip></Dial>`,
        ),
      },
    },
    { path: `${account}/CA2.json`, authorization, form: { Status: 'completed' } },
  ]);
});

test.each([
  ['a wrong key', say(401, { code: 20003, message: 'Authenticate' }), 'engine-rejected-key', 1],
  [
    'a number that is none',
    say(400, { code: 21211, message: 'The To number is not valid.' }),
    'engine-refused',
    1,
  ],
  ['a call that is over', say(404, { code: 20404 }), 'not-found', 1],
  ['what is no answer', say(200, '<html>'), 'engine-unavailable', 3],
  ['trouble', say(503, ''), 'engine-unavailable', 3],
  ['too much', say(429, ''), 'engine-busy', 3],
  ['too much for long', say(429, '', { 'retry-after': '60' }), 'engine-busy', 1],
  ['a broken connection', (response) => response.destroy(), 'engine-unavailable', 3],
  ['silence', () => undefined, 'timeout', 3],
] as [string, Answer, string, number][])('%s becomes a problem: %s', async (_what, answer, code, times) => {
  answers = [answer, answer, answer];
  await expect(control(100).transfer('CA1', '+12025550199', 20_000)).rejects.toMatchObject({ code });
  expect(asked).toHaveLength(times);
});

test('what fails for a moment is done all the same', async () => {
  answers = [say(503, ''), say(429, '', { 'retry-after': '0' })];
  await control().transfer('CA1', '+12025550199', 20_000);
  expect(asked).toHaveLength(3);
});

test('a call is placed once, unless Twilio says that it was not', async () => {
  answers = [say(503, '')];
  await expect(control().create(newCall)).rejects.toMatchObject({ code: 'engine-unavailable' });
  expect(asked).toHaveLength(1);
  answers = [say(429, ''), ok];
  expect(await control().create(newCall)).toBe('CA123');
  expect(asked).toHaveLength(3);
  answers = [say(200, {})];
  await expect(control().create(newCall)).rejects.toMatchObject({ code: 'engine-failed' });
});

test('the end of a call that is over already is no failure', async () => {
  answers = [say(404, '')];
  await control().hangUp('CA1');
});
