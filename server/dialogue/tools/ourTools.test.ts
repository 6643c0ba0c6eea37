import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW, type ToolScene, type TurnOptions, toolScene } from '../../../test/support/toolScene.ts';
import { appointments, faqEntries, openingExceptions, openingHours } from '../../db/schema/index.ts';
import { addDemoData } from '../business/demo/addDemoData.ts';
import type { Tool } from '../contract.ts';
import { ourTools } from './ourTools.ts';

// biome-ignore lint/suspicious/noExplicitAny: results of every shape are read and asserted on
type Any = any;
let scene: ToolScene;
let tools: Tool[];
beforeAll(async () => {
  scene = await toolScene();
  tools = ourTools(scene.db.database);
  await addDemoData(scene.db.database, scene.caller, NOW);
});
afterAll(() => scene.close());

const use = (name: string, input: unknown, options?: TurnOptions): Promise<Any> =>
  scene.use(tools, name, input, options);
const booking = { wants: ['book-appointment' as const] };
const DENTIST = 'Dentist appointment';
const inside = <Result>(work: Parameters<typeof scene.db.database.withWorkspace<Result>>[1]) =>
  scene.db.database.withWorkspace(scene.workspaceId, work);

test('adding the example again adds nothing', async () => {
  const again = await addDemoData(scene.db.database, scene.caller, NOW);
  expect(Object.values(again)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test('order 12345 is out for delivery today, and nobody learns whose it is', async () => {
  expect(await use('order_status', { orderNumber: ' #12-345 ' })).toEqual({
    ok: true,
    result: {
      orderNumber: '12345',
      status: 'out-for-delivery',
      eta: '2026-09-18',
      carrier: 'UPS',
      trackingNumber: '1Z999AA10123456784',
      items: [{ name: 'Wireless headphones', quantity: 1 }],
    },
  });
  // It stays true on every other day.
  const later = { now: new Date('2027-02-01T03:00:00Z') };
  expect((await use('order_status', { orderNumber: '12345' }, later)).result.eta).toBe('2027-01-31');
  expect(await use('order_status', { orderNumber: '99999' })).toMatchObject({ ok: false, code: 'not-found' });
  expect(await use('order_status', { orderNumber: '#' })).toMatchObject({ code: 'not-found' });
  expect((await use('track_package', { trackingNumber: '1z 999aa10 123456784' })).result).toMatchObject({
    status: 'out-for-delivery',
    eta: '2026-09-18',
  });
});

test('a customer is told of only to who gives two things of theirs', async () => {
  expect(await use('find_customer', { name: 'Maria Garcia' })).toMatchObject({ code: 'invalid-input' });
  expect(await use('find_customer', { phone: '202-555-0143', name: 'James' })).toMatchObject({
    code: 'not-found',
  });
  expect(
    (await use('find_customer', { phone: '(202) 555 0143', name: 'garcía' })).result.customer,
  ).toMatchObject({
    name: 'Maria Garcia',
    orders: [{ orderNumber: '12345', status: 'out-for-delivery', eta: '2026-09-18' }],
  });
  // Many names at once are no name.
  const anybody = { phone: '202-555-0143', name: 'James Mary John Anna Maria Linda' };
  expect(await use('find_customer', anybody)).toMatchObject({ code: 'not-found' });
  expect(await use('find_customer', { ...anybody, name: 'Maria Lopez' })).toMatchObject({ ok: true });
  // A model may call a tool many times at once.
  const [guesser] = scene.turn(tools).filter(({ name }) => name === 'find_customer');
  const guesses = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((guess) =>
      guesser!.run({ phone: `202 555 01${guess < 6 ? `${guess}0` : '43'}`, name: 'Maria' }),
    ),
  );
  expect(guesses.at(-1)).toMatchObject({ code: 'refused' });
  const conversationId = randomUUID();
  for (let guess = 0; guess < 5; guess++)
    await use('find_customer', { phone: `202 555 01${guess}0`, name: 'Maria' }, { conversationId });
  expect(
    await use('find_customer', { phone: '202 555 0143', name: 'Maria' }, { conversationId }),
  ).toMatchObject({
    code: 'refused',
  });
});

test('products are found by words and price', async () => {
  const { result } = await use('search_products', { query: 'a wireless headphone', maxPriceUsd: 60 });
  expect(result.products[0]).toMatchObject({ name: 'Wireless earbuds', priceUsd: 49, inStock: true });
  expect(result.products.map(({ name }: Any) => name)).not.toContain('Wireless headphones');
  const flosser = await use('search_products', { query: 'flosser' });
  expect(flosser.result.products).toMatchObject([{ name: 'Water flosser', inStock: false }]);
  expect((await use('search_products', { query: `o'clock & | ! <-> :*'` })).result).toEqual({ products: [] });
});

test('questions are answered in whatever words they come, and others are not', async () => {
  const first = async (query: string, options?: TurnOptions) =>
    (await use('search_faq', { query }, options)).result.answers[0]?.answer;
  expect(await first('how can I get my money refunded, what are your returns')).toContain('30 days');
  expect(await first('Do you have parking?')).toContain('park for free');
  expect(await first('can I pay with paypal')).toContain('PayPal');
  expect(await first('Is there a cancellation fee')).toContain('free of charge');
  expect(await first('What is the meaning of quantum gravity in cosmology?')).toBeUndefined();
  expect(await first('what is it with you?')).toBeUndefined();
});

test('words are taken by the rules of the language that is spoken', async () => {
  await inside((tx) =>
    tx.insert(faqEntries).values({
      workspaceId: scene.workspaceId,
      question: 'Welche Zahlungsarten gibt es?',
      answer: 'Karte und Überweisung.',
      language: 'de-DE',
    }),
  );
  expect(await answersIn('de', 'Was für eine Zahlungsart habt ihr?')).toEqual(['Karte und Überweisung.']);
});

test('languages that put no spaces between words are asked in other words, too', async () => {
  const rows = [
    ['你们的营业时间是什么时候？', '周一到周五，早上九点到晚上六点。'],
    ['如何退货和退款？', '三十天内可以免费退货。'],
    ['可以用信用卡付款吗？', '可以，也可以用支付宝。'],
  ].map(([question = '', answer = '']) => ({
    workspaceId: scene.workspaceId,
    question,
    answer,
    language: 'zh-CN',
  }));
  await inside((tx) => tx.insert(faqEntries).values(rows));
  expect((await answersIn('zh', '请问营业时间'))[0]).toBe('周一到周五，早上九点到晚上六点。');
  expect((await answersIn('zh', '我想退款'))[0]).toBe('三十天内可以免费退货。');
  expect(await answersIn('zh', '今天天气怎么样')).toEqual([]);
});

async function answersIn(language: string, query: string): Promise<string[]> {
  const faq = tools.find(({ name }) => name === 'search_faq') as Tool;
  const context = { ...scene, conversationId: 'x', language, timeZone: 'UTC', now: NOW };
  const signal = new AbortController().signal;
  const { result }: Any = await faq.run({ query }, { ...context, signal, commit: () => Promise.reject() });
  return result.answers.map(({ answer }: { answer: string }) => answer);
}

test('opening hours: the week, now, a day, and a holiday', async () => {
  await inside((tx) =>
    tx.insert(openingExceptions).values([
      { workspaceId: scene.workspaceId, day: '2026-10-12', name: 'Columbus Day' },
      {
        workspaceId: scene.workspaceId,
        day: '2026-10-13',
        name: 'Inventory',
        opensMinute: 720,
        closesMinute: 1080,
      },
    ]),
  );
  const { result } = await use('opening_hours', {});
  expect(result).toMatchObject({ open: true, today: '2026-09-18', timeZone: 'America/New_York' });
  expect(result.days).toHaveLength(7);
  expect(result.days[4]).toEqual({ weekday: 'friday', opens: '09:00', closes: '18:00' });
  expect(result.days[5]).toEqual({ weekday: 'saturday', closed: true });
  expect(result.exceptions).toEqual([
    { date: '2026-10-12', weekday: 'monday', closed: true, because: 'Columbus Day' },
    { date: '2026-10-13', weekday: 'tuesday', opens: '12:00', closes: '18:00', because: 'Inventory' },
  ]);
  expect((await use('opening_hours', { date: '2026-10-12' })).result).toMatchObject({ open: false });
  expect((await use('opening_hours', { date: '2026-09-20' })).result).toMatchObject({
    open: false,
    days: [{ weekday: 'sunday', closed: true }],
  });
  const evening = { now: new Date('2026-09-18T22:00:00Z') };
  expect((await use('opening_hours', {}, evening)).result.open).toBe(false);
});

test('an appointment is booked, found, moved and cancelled', async () => {
  const { result: free } = await use('available_times', {
    service: 'dentist',
    from: '2026-09-25',
    to: '2026-09-25',
  });
  const two = free.times.find(({ local }: Any) => local === '2026-09-25T14:00');
  expect(two).toEqual({
    startsAt: '2026-09-25T18:00:00.000Z',
    local: '2026-09-25T14:00',
    spoken: 'Friday, September 25 at 2:00 PM',
  });
  const wish = { service: DENTIST, startsAt: '2026-09-25T14:00', name: 'Ann Lee', phone: '202 555 0100' };
  const conversationId = randomUUID();
  const { result: made } = await use('book_appointment', wish, { ...booking, conversationId });
  expect(made).toMatchObject({
    ...two,
    service: DENTIST,
    confirmationCode: expect.stringMatching(/^\d{6}$/),
  });
  expect(await use('book_appointment', wish, booking)).toMatchObject({ code: 'conflict' });
  // Who was interrupted and says yes once more has it already.
  const again = await use('book_appointment', wish, { ...booking, conversationId });
  expect(again).toEqual({ ok: true, result: made });
  const later = await use('available_times', { service: DENTIST, from: '2026-09-25', to: '2026-09-25' });
  expect(later.result.times.map(({ local }: Any) => local)).not.toContain('2026-09-25T14:00');

  // Neither name nor number alone tells of it.
  expect(await use('find_appointment', { name: 'Ann Lee' })).toMatchObject({ code: 'invalid-input' });
  expect(await use('find_appointment', { name: 'Ann Lee', phone: '202 555 0199' })).toMatchObject({
    code: 'not-found',
  });
  const byCode = await use('find_appointment', { confirmationCode: made.confirmationCode });
  const byPerson = await use('find_appointment', { name: 'ann', phone: '+1 (202) 555-0100' });
  expect(byCode).toEqual(byPerson);
  expect(byCode.result.appointments).toEqual([
    { appointmentId: made.appointmentId, service: DENTIST, ...two },
  ]);

  const { appointmentId } = made;
  const move = { appointmentId, startsAt: '2026-09-28T10:15' };
  expect(await use('reschedule_appointment', move, booking)).toMatchObject({ code: 'not-asked-for' });
  const moved = await use('reschedule_appointment', move, { wants: ['reschedule-appointment'] });
  expect(moved.result).toMatchObject({ startsAt: '2026-09-28T14:15:00.000Z' });
  // Moving it by a few minutes does not collide with itself.
  const little = { appointmentId, startsAt: '2026-09-28T10:20' };
  expect(await use('reschedule_appointment', little, { wants: ['reschedule-appointment'] })).toMatchObject({
    ok: true,
  });
  expect(await use('cancel_appointment', { appointmentId }, { wants: ['cancel-appointment'] })).toMatchObject(
    {
      result: { cancelled: true },
    },
  );
  expect(await use('cancel_appointment', { appointmentId }, { wants: ['cancel-appointment'] })).toMatchObject(
    {
      code: 'invalid-input',
    },
  );
  expect(await use('book_appointment', wish, booking)).toMatchObject({ ok: true });
  const row = (await scene.log()).find(({ tool }) => tool === 'book_appointment');
  expect(row?.arguments).toEqual({ ...wish, name: 'A•••', phone: '•••00' });
  expect(JSON.stringify(row?.result)).not.toContain(made.confirmationCode);
});

test.each([
  ['in the past', '2026-09-18T09:30', 'invalid-input'],
  ['outside opening hours', '2026-09-25T17:45', 'invalid-input'],
  ['on a closed day', '2026-09-26T10:00', 'invalid-input'],
  ['no time', 'next Friday', 'invalid-input'],
  ['between the minutes', '2026-09-25T10:02', 'invalid-input'],
])('a time that cannot be booked: %s', async (_, startsAt, code) => {
  expect(await use('book_appointment', { service: DENTIST, startsAt, name: 'Ann' }, booking)).toMatchObject({
    code,
  });
});

test('what cannot be told apart is asked back', async () => {
  const days = { from: '2026-09-25', to: '2026-09-25' };
  expect(await use('available_times', { service: 'massage', ...days })).toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('Teeth cleaning'),
  });
  expect(await use('available_times', { service: 'cleaning', ...days })).toMatchObject({
    result: { service: 'Teeth cleaning' },
  });
  expect(
    await use('available_times', { service: DENTIST, from: '2026-09-25', to: '2027-01-25' }),
  ).toMatchObject({
    code: 'invalid-input',
  });
  expect(
    await use('available_times', { service: DENTIST, from: '2026-09-01', to: '2026-09-10' }),
  ).toMatchObject({
    code: 'invalid-input',
  });
});

test('fifty conversations at once and one time left: exactly one booking', async () => {
  const startsAt = '2026-09-29T12:00';
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      use('book_appointment', { service: DENTIST, startsAt, name: `Caller ${n}` }, booking),
    ),
  );
  const codes = outcomes.map((answer) => (answer.ok ? 'ok' : answer.code));
  expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
  expect(codes.filter((code) => code === 'conflict')).toHaveLength(49);
  const rows = await inside((tx) =>
    tx
      .select()
      .from(appointments)
      .where(eq(appointments.startsAt, new Date('2026-09-29T16:00:00Z'))),
  );
  expect(rows).toHaveLength(1);
}, 60_000);

test('overlapping times of one calendar are refused by the database itself', async () => {
  const [row] = await inside((tx) => tx.select().from(appointments).limit(1));
  const { id: _, phoneDigits: __, ...copy } = row as typeof appointments.$inferSelect;
  const startsAt = new Date(copy.startsAt.getTime() + 60_000);
  await expect(
    inside((tx) => tx.insert(appointments).values({ ...copy, startsAt, confirmationCode: '000000' })),
  ).rejects.toMatchObject({ cause: { code: '23P01' } });
});

test('days on which clocks change have the times that exist, and no others', async () => {
  await inside((tx) =>
    tx.insert(openingHours).values({
      workspaceId: scene.workspaceId,
      weekday: 7,
      opensMinute: 60,
      closesMinute: 240,
    }),
  );
  const on = async (day: string, now: string) => {
    const options = { now: new Date(now) };
    const { result } = await use('available_times', { service: DENTIST, from: day, to: day }, options);
    return result.times.map(({ local, startsAt }: Any) => [local.slice(11), startsAt.slice(11, 16)]);
  };
  // In New York 02:00 to 03:00 does not exist on 14 March 2027, and 01:00 to 02:00 exists twice on 1 November 2026.
  expect(await on('2027-03-14', '2027-03-01T00:00:00Z')).toEqual([
    ['01:00', '06:00'],
    ['01:30', '06:30'],
    ['03:00', '07:00'],
    ['03:30', '07:30'],
  ]);
  expect((await on('2026-11-01', '2026-10-20T00:00:00Z')).map(([local]: string[]) => local)).toEqual([
    '01:00',
    '01:30',
    '01:00',
    '01:30',
    '02:00',
    '02:30',
    '03:00',
    '03:30',
  ]);
  const spring = { ...booking, now: new Date('2027-03-01T00:00:00Z') };
  const skipped = { service: DENTIST, startsAt: '2027-03-14T02:30', name: 'Ann' };
  expect(await use('book_appointment', skipped, spring)).toMatchObject({ code: 'invalid-input' });
  const after = { ...skipped, startsAt: '2027-03-14T03:00' };
  expect((await use('book_appointment', after, spring)).result).toMatchObject({
    startsAt: '2027-03-14T07:00:00.000Z',
    local: '2027-03-14T03:00',
  });
});
