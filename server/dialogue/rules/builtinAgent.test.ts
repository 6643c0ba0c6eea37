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

test('a person is offered the second time it does not understand; on a yes a caller is connected, and a chat waits', async () => {
  for (const [hasKeys, answer] of [
    [true, 'I am connecting you'],
    [false, 'I have asked for a person'],
  ] as const) {
    const world = new SpokenWorld();
    const say = world.talk('en', { hasKeys });
    expect(await say('the quick brown fox')).toContain('did not understand');
    expect(await say('purple monkey dishwasher')).toContain('connect you with a person?');
    expect(world.called).toEqual([]);
    expect(await say('yes please')).toContain(answer);
    expect(world.called).toEqual(['transfer']);
  }
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

test('“right, no” and “so, no” are a no, and “so” alone is nothing yet', async () => {
  const own = { hasKeys: true, callsFrom: '+15005550006' };
  for (const no of ['right, no, thank you', 'okay, no', 'so, no']) {
    const say = new SpokenWorld().talk('en', own);
    for (const text of ['a check-up on Friday at three', 'Ann Lee']) await say(text);
    expect(await say(no), no).toContain('What phone number can we reach you at?');
  }
  const world = new SpokenWorld();
  const say = world.talk();
  for (const text of ['a check-up on Friday at three', 'Ann Lee', '555 123 4567']) await say(text);
  for (const nothing of ['so', 'well', 'so um'])
    expect(await say(nothing), nothing).toBe('Take your time. Shall I book it?');
  expect(world.booked).toEqual([]);
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

test('whoever keeps asking for times that are not free is offered a person, and may still take another time', async () => {
  const world = new SpokenWorld({ booked: [OTTO] });
  const say = world.talk();
  expect(await say('a check-up on Friday at three')).toMatch(
    /3 PM .* is not free\..*Which time would suit you/,
  );
  expect(await say('at three')).toContain('Which time would suit you?');
  expect(await say('three')).toMatch(/is not free\. I have .*2:30 PM.* Shall I connect you with a person\?$/);
  expect(await say('half past two then')).toContain('2:30 PM is free. What name shall I book it under?');
  const stays = new SpokenWorld({ booked: [OTTO], without: ['transfer'] }).talk();
  await stays('a check-up on Friday at three');
  await stays('at three');
  expect(await stays('three')).toContain('Which time would suit you?');
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

test('which of several appointments is meant may be said by its weekday, also on such a day', async () => {
  // It is Wednesday: one is on Friday, the other on Wednesday of next week.
  const later = { ...OTTO, appointmentId: '8', startsAt: '2026-03-11T11:00:00.000Z' };
  const say = new SpokenWorld({ booked: [OTTO, later] }).talk();
  await say('please cancel my appointment');
  expect(await say('Otto Berg')).toContain('Which day is the one you mean?');
  expect(await say('the one on Wednesday')).toContain('March 11 at 11 AM. Shall I cancel it?');
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

test.each([
  'perfect',
  'sounds good',
  'hold on',
  'let me check',
  'great, thanks',
  'whatever',
  'oh yes, that suits me well',
  'could you repeat that',
  'how are you',
])('“%s” is nobody’s name: it is asked for again', async (text) => {
  const world = new SpokenWorld();
  const say = world.talk();
  await say('a check-up on Friday at three');
  expect(await say(text)).toContain('What name shall I book it under?');
  expect(await say('bob ray')).toContain('Thank you, Bob Ray.');
});

test.each([
  ['make it four', 'Friday, March 6 at 4 PM'],
  ['actually make it Thursday', 'Tomorrow at 3 PM'],
  ['no, Monday', 'Monday, March 9 at 3 PM'],
  ['cleaning, I meant', 'Friday, March 6 at 3 PM'],
])('“%s” where a name is asked for changes what it names', async (text, when) => {
  const say = new SpokenWorld().talk();
  await say('a check-up on Friday at three');
  expect(await say(text)).toMatch(new RegExp(`${when} is free. What name shall I book it under`));
});

test.each([
  ['the phone number', 'Bob Ray'],
  ['the phone number', 'Sorry, Bob Ray, not Anna.'],
  ['the phone number', 'change the name to Bob Ray'],
  ['the yes', 'no, Bob Ray'],
  ['the yes', 'No. Bob Ray.'],
  ['the yes', 'change the name to Bob Ray'],
])('where %s is waited for, “%s” corrects the name and nothing else', async (waited, text) => {
  const say = new SpokenWorld().talk();
  for (const said of ['a check-up on Friday at three', 'Anna Smith']) await say(said);
  if (waited === 'the yes') await say('555 123 4567');
  const heard = await say(text);
  const last = waited === 'the yes' ? heard : await say('555 123 4567');
  expect(last).toBe('Check-up on Friday, March 6 at 3 PM, for Bob Ray. Shall I book it?');
});

test('a day instead of a telephone number is taken and said back', async () => {
  const say = new SpokenWorld().talk();
  for (const text of ['a check-up on Friday at three', 'Ann Lee']) await say(text);
  expect(await say('sorry, Monday would be better')).toBe(
    'On Monday, March 9 at 3 PM is free. What phone number can we reach you at?',
  );
});

test('a part of what can be booked says which, where no other has it', async () => {
  const services = ['Dentist appointment', 'Teeth cleaning', 'Filling'];
  const first = (text: string) => new SpokenWorld({ services }).talk()(text);
  expect(await first('I’d like to book a cleaning tomorrow at 10')).toContain('Tomorrow at 10 AM is free.');
  expect(await first('can I get my tooth filled on Monday at ten')).toContain('Monday, March 9 at 10 AM');
  expect(await first('can I book an appointment')).toContain('What is it for');
  const massages = new SpokenWorld({ services: ['Deep tissue massage', 'Swedish massage'] });
  const say = massages.talk();
  expect(await say('I want to book a massage')).toContain('What is it for');
  expect(await say('Swedish')).toContain('What day would suit you?');
});

test('a day where it is asked what for is taken and said back, what is none of it is not', async () => {
  const say = new SpokenWorld().talk();
  expect(await say('book me an appointment on Thursday')).toBe('What is it for: check-up or cleaning?');
  expect(await say('no, Friday')).toBe('Friday, March 6, all right. What is it for: check-up or cleaning?');
  expect(await say('at three')).toBe('3 PM, all right. What is it for: check-up or cleaning?');
  expect(await say('a foot massage')).toBe('We do not have that. What is it for: check-up or cleaning?');
  expect(await say('I do not know')).toBe(
    'Without that I cannot look for a time. Shall I connect you with a person?',
  );
  expect(await say('cleaning')).toContain('Friday, March 6 at 3 PM is free.');
});

test('an order is looked up in the middle of a booking, which then goes on', async () => {
  const say = new SpokenWorld().talk();
  await say('I want to book an appointment');
  expect(await say('actually one more thing, is 12345 shipped?')).toMatch(
    /^Order 12345.*today\. What is it for: check-up or cleaning\?$/,
  );
  expect(await say('a cleaning')).toContain('What day would suit you?');
});

test('an order is not cancelled, and no appointment instead of it', async () => {
  const say = new SpokenWorld({ booked: [OTTO] }).talk();
  await say('where is order 12345');
  expect(await say('can you cancel that order')).toBe(
    'I can look up orders, but I cannot change them. Shall I connect you with a person?',
  );
});

test('what is said about the time of an order begins no booking', async () => {
  const say = new SpokenWorld().talk();
  await say('where is order 12345');
  expect(await say('when exactly today?')).toBe(
    'Order 12345, Desk lamp, is out for delivery with UPS and should arrive today. I do not know it more exactly. Is there anything else?',
  );
});

test('who asks for their own appointment is told of it, and it stays', async () => {
  const world = new SpokenWorld({ booked: [OTTO] });
  const say = world.talk();
  expect(await say('what appointments do I have?')).toContain('What name is the appointment under');
  expect(await say('Otto Berg')).toBe(
    'You have the check-up on Friday, March 6 at 3 PM. Is there anything else?',
  );
  expect(world.booked).toEqual([OTTO]);
});

test('who lacks the code is asked for the name, and what stays open may still be answered', async () => {
  const world = new SpokenWorld({ booked: [OTTO] });
  const say = world.talk();
  await say('cancel my appointment please');
  expect(await say('I don’t know the code')).toBe('All right. What name is the appointment under?');
  expect(await say('I have no idea')).toBe(
    'Without the name or the code I cannot go on. Shall I connect you with a person?',
  );
  expect(await say('Otto Berg')).toContain('Shall I cancel it?');
});

test('an offer of a person that is declined or taken is answered as before', async () => {
  for (const [text, answer] of [
    ['yes please', 'I have asked for a person'],
    ['no thanks', 'What else can I do for you?'],
  ] as const) {
    const say = new SpokenWorld().talk();
    await say('where is my order');
    expect(await say('I don’t know the number')).toContain('Shall I connect you with a person?');
    expect(await say(text)).toContain(answer);
  }
});

test('a telephone number where name or code is asked for is no code', async () => {
  const say = new SpokenWorld({ booked: [OTTO] }).talk();
  await say('cancel my appointment please');
  expect(await say('555 010 0123')).toBe(
    'What name is the appointment under, or what is your confirmation code?',
  );
  expect(await say('Otto Berg')).toContain('Shall I cancel it?');
});

test('offered times are said again after a yes, waited with, and any of them is the first', async () => {
  const say = new SpokenWorld().talk();
  const offered = await say('a check-up on Friday');
  expect(offered).toBe('On Friday, March 6 I have 9 AM, 1 PM or 5:30 PM. Which time would suit you?');
  expect(await say('yes')).toBe(offered);
  for (const wait of ['umm let me think', 'wait', 'hold on'])
    expect(await say(wait), wait).toBe('Take your time. Which time would suit you?');
  expect(await say('whatever')).toBe('On Friday, March 6 at 9 AM is free. What name shall I book it under?');
});

test('a denial to nothing ends no conversation', async () => {
  const say = new SpokenWorld().talk();
  await say('hello');
  expect(await say('not bad at all')).not.toContain('Goodbye');
});

test('“bye” in the middle of something may be misheard on a call: it goes on, and ends with the second one', async () => {
  const say = new SpokenWorld().talk('en', { hasKeys: true });
  await say('a check-up on Friday at three');
  expect(await say('bye')).toBe('Before you go: What name shall I book it under?');
  expect(await say('Ann Lee')).toContain('phone number');
  expect(await say('bye')).toContain('Before you go');
  expect(await say('goodbye')).toContain('Goodbye!');
  for (const clear of ['no thanks, goodbye', 'forget it, bye']) {
    const other = new SpokenWorld().talk('en', { hasKeys: true });
    await other('a check-up on Friday at three');
    expect(await other(clear), clear).not.toContain('Before you go');
  }
  expect(await new SpokenWorld().talk('en', { hasKeys: true })('bye')).toContain('Goodbye!');
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
