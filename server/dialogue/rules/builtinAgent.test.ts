import { expect, test } from 'vitest';
import { SpokenWorld } from '../../../test/support/spokenWorld.ts';

const OTTO = {
  appointmentId: '9',
  service: 'Check-up',
  startsAt: '2026-03-06T15:00:00.000Z',
  name: 'Otto Berg',
};

/** Says everything in turn and gives the last answer. */
async function after(world: SpokenWorld, ...texts: string[]): Promise<string> {
  const say = world.talk();
  let last = '';
  for (const text of texts) last = await say(text);
  return last;
}

test('an order is found by a spoken number, after a wrong one was corrected', async () => {
  const say = new SpokenWorld().talk();
  expect(await say('hi, where is my order?')).toBe('What is your order number?');
  expect(await say('nine nine nine nine nine')).toContain('cannot find order 99999');
  expect(await say('sorry, it is one two three four five')).toContain(
    'Order 12345, Desk lamp, is out for delivery with UPS and should arrive today.',
  );
});

test('a person is offered the second time it does not understand, and connected on a yes', async () => {
  const world = new SpokenWorld();
  const say = world.talk();
  expect(await say('the quick brown fox')).toContain('did not understand');
  expect(await say('purple monkey dishwasher')).toContain('connect you with a person?');
  expect(world.called).toEqual([]);
  expect(await say('yes please')).toContain('connecting you');
  expect(world.called).toEqual(['transfer']);
});

test('an order number that leads nowhere may be entered with the keys of a phone, where there is one', async () => {
  const say = new SpokenWorld().talk('en', { hasKeys: true });
  expect(await say('where is my order 99999')).toContain('with the keys of your phone?');
  expect(await say('12345')).toContain('12345');
  expect(await new SpokenWorld().talk()('where is my order 99999')).not.toContain('keys');
});

test('a booking is put together over several turns and made after a yes', async () => {
  const world = new SpokenWorld();
  const asked = await after(
    world,
    'I need an appointment',
    'to have my teeth cleaned',
    'Friday',
    'the second one',
    'Ann Lee',
    '555 123 4567',
  );
  expect(asked).toBe('Cleaning on Friday, March 6 at 1 PM, for Ann Lee. Shall I book it?');
  expect(world.booked).toEqual([]);
  await after(world, 'a cleaning on Friday at one please', 'Ann Lee', '555 123 4567', 'yes');
  expect(world.booked).toMatchObject([
    { service: 'Cleaning', startsAt: '2026-03-06T13:00:00.000Z', name: 'Ann Lee', phone: '5551234567' },
  ]);
});

test('on a call a number that was said is read back before the yes, and may be corrected', async () => {
  const world = new SpokenWorld();
  const say = world.talk('en', { hasKeys: true });
  for (const text of ['a check-up on Friday at three', 'Ann Lee']) await say(text);
  const confirm = 'Check-up on Friday, March 6 at 3 PM, for Ann Lee, phone number';
  expect(await say('oh seven seven oh oh nine oh oh four five six')).toBe(
    `${confirm} 0 7 7, 0 0 9, 0 0 4, 5 6. Shall I book it?`,
  );
  expect(await say('no, five five five one two three four')).toBe(
    `${confirm} 5 5 5, 1 2 3 4. Shall I book it?`,
  );
  expect(await say('the number is wrong')).toBe('I am sorry. What phone number can we reach you at?');
  await say('555 123 9999');
  expect(await say('no, that is not my number')).toContain('What phone number can we reach you at?');
  expect(await say('555 123 4567')).toBe(`${confirm} 5 5 5, 1 2 3, 4 5 6 7. Shall I book it?`);
  expect(world.booked).toEqual([]);
  await say('yes');
  expect(world.booked).toMatchObject([{ phone: '5551234567' }]);
});

test('a caller’s own number is offered by its end, and nothing else is booked with a yes to it', async () => {
  const world = new SpokenWorld();
  const say = world.talk('en', { hasKeys: true, callsFrom: '+15005550006' });
  await say('a check-up on Friday at three');
  expect(await say('Ann Lee')).toBe(
    'Thank you, Ann Lee. Your number ends in 0 0 0 6. Shall I use the number you are calling from?',
  );
  expect(await say('where can I park?')).toContain('Shall I use the number you are calling from?');
  expect(await say('yes please')).toBe(
    'Check-up on Friday, March 6 at 3 PM, for Ann Lee, with the number you are calling from. Shall I book it?',
  );
  expect(world.booked).toEqual([]);
  await say('yes');
  expect(world.booked).toMatchObject([{ phone: '+15005550006' }]);
});

test('a caller may give another number than their own, or none', async () => {
  const own = { hasKeys: true, callsFrom: '+15005550006' };
  const until = ['a check-up on Friday at three', 'Ann Lee'];
  const other = new SpokenWorld();
  const refused = other.talk('en', own);
  for (const text of until) await refused(text);
  expect(await refused('no')).toContain('What phone number can we reach you at?');
  await refused('555 123 4567');
  await refused('yes');
  const none = new SpokenWorld();
  const at = none.talk('en', own);
  for (const text of [...until, 'no, thank you', 'I would rather not']) await at(text);
  await at('yes');
  const once = new SpokenWorld();
  const both = once.talk('en', own);
  for (const text of until) await both(text);
  expect(await both('no, use 555 1234')).toContain('phone number 5 5 5, 1 2 3 4. Shall I book it?');
  await both('yes');
  expect([...other.booked, ...none.booked, ...once.booked].map(({ phone }) => phone)).toEqual([
    '5551234567',
    undefined,
    '5551234',
  ]);
});

test('a day is corrected when it is to be confirmed, and questions in between lose nothing', async () => {
  const world = new SpokenWorld();
  const say = world.talk();
  await say('book a check-up on Thursday at 11 for me');
  await say('Wei Zhang');
  expect(await say('no, sorry, I have none')).toContain('tomorrow at 11 AM');
  expect(await say('no, Friday')).toContain('Friday, March 6 at 11 AM');
  expect(await say('where can I park?')).toBe('Behind the building. Shall I book it?');
  expect(await say('yes')).toContain('It is booked');
  expect(world.booked).toMatchObject([{ startsAt: '2026-03-06T11:00:00.000Z', name: 'Wei Zhang' }]);
});

test('a time that is taken between question and yes gets others offered', async () => {
  const world = new SpokenWorld();
  const say = world.talk();
  for (const text of ['a check-up on Friday at three', 'Ann Lee', '555 123 4567']) await say(text);
  world.booked.push(OTTO);
  expect(await say('yes')).toMatch(/just been taken.*2:30 PM/);
  await say('half past two');
  await say('yes');
  expect(world.booked[1]).toMatchObject({ startsAt: '2026-03-06T14:30:00.000Z' });
});

test('an appointment is moved', async () => {
  const world = new SpokenWorld({ booked: [OTTO] });
  const asked = await after(world, 'can I move my Friday appointment to Monday at two', 'Otto Berg');
  expect(asked).toBe(
    'I would move the check-up on Friday, March 6 at 3 PM to Monday, March 9 at 2 PM. Shall I do that?',
  );
  expect(world.booked[0]!.startsAt).toBe(OTTO.startsAt);
  await after(
    world,
    'can I move my Friday appointment to Monday at two',
    'Otto Berg',
    'make it three',
    'yes',
  );
  expect(world.booked[0]!.startsAt).toBe('2026-03-09T15:00:00.000Z');
});

test('an appointment is cancelled upon a yes alone', async () => {
  const world = new SpokenWorld({ booked: [OTTO] });
  expect(await after(world, 'please cancel my appointment', 'Otto Berg', 'no')).toContain('stays as it is');
  expect(world.booked).toHaveLength(1);
  expect(await after(world, 'please cancel my appointment', '700009', 'yes')).toContain('is cancelled');
  expect(world.booked).toEqual([]);
});

test('it stays calm when it is abused, offers a person and takes leave in the end', async () => {
  const world = new SpokenWorld();
  const say = world.talk();
  expect(await say('you stupid idiot')).toContain('Shall I connect you with a person?');
  await say('shut up you moron');
  expect(await say('fuck you')).toContain('Goodbye');
  expect(world.called).toEqual(['hang_up']);
});

test('what no tool is there for is said, with a way out', async () => {
  const world = new SpokenWorld({
    without: ['order_status', 'track_package', 'book_appointment', 'transfer'],
  });
  expect(await after(world, 'where is my order')).toMatch(/cannot look up orders here.*What else/);
  expect(await after(world, 'I want to book an appointment')).toContain('cannot book appointments here');
  expect(await after(world, 'a human please')).toContain('cannot connect you');
});

test('silence is asked about, then it takes leave; what was said is repeated', async () => {
  const world = new SpokenWorld();
  const say = world.talk();
  await say('where is my order');
  expect(await say('could you repeat that')).toBe('What is your order number?');
  expect(await say('…')).toBe('I did not hear anything. What is your order number?');
  await say('');
  expect(await say('')).toContain('Goodbye');
});

test('what can be booked is chosen by its place in the question too', async () => {
  const say = new SpokenWorld().talk();
  expect(await say('I want to book an appointment')).toBe('What is it for: check-up or cleaning?');
  expect(await say('the second one, please')).toMatch(/day|when/i);
  expect(await say('Friday at three')).toContain('free');
  expect(await say('Ann Lee')).toContain('phone number');
  expect(await say('555 123 4567')).toMatch(/^Cleaning on Friday/);
});

test('the week is told in one go, its days as they are written', async () => {
  expect(await new SpokenWorld().talk()('when are you open')).toContain(
    'We are open Monday to Friday from 9 AM to 6 PM, and closed on Saturday and Sunday.',
  );
});

test('in German, Spanish and French it tells the hours and leads to a person', async () => {
  const world = new SpokenWorld();
  const german = world.talk('de-DE');
  expect(await german('Wie sind Ihre Öffnungszeiten?')).toBe(
    'Wir haben geöffnet: Montag bis Freitag 09:00–18:00, Samstag und Sonntag geschlossen.',
  );
  expect(await german('Meine Waschmaschine ist kaputt')).toContain('mit einem Menschen verbinden?');
  expect(await german('ja')).toContain('Ich verbinde Sie');
  expect(await world.talk('fr')('je voudrais parler à une personne')).toContain('Je vous passe');
  expect(await world.talk('es')('¿Qué horario tienen?')).toContain('lunes a viernes');
});
