import { expect, test } from 'vitest';
import { line, talkFlow, VirtualCall } from '../../../test/support/calls/virtualCall.ts';

test('a caller is greeted, answered with what was heard kept as history, and the call ends with them', async () => {
  const call = new VirtualCall();
  call.script = () => ({ steps: [{ afterMs: 100, say: 'We open at nine.' }] });
  await call.wait(1_500);
  await call.say('when do you open');
  await call.wait(3_000);
  expect(call.answers).toEqual([
    { asked: 'when do you open', text: 'We open at nine.', whole: true, aborted: false },
  ]);
  expect(call.heardWords()).toBe('Hello this is an AI | We open at nine. ');
  const [turn] = call.of('turn');
  expect(turn?.interrupted).toBe(false);
  const { endOfTurnMs, firstTokenMs, firstAudioMs } = turn!.latency!;
  expect(endOfTurnMs).toBeGreaterThanOrEqual(550);
  expect(firstTokenMs).toBeGreaterThanOrEqual(100);
  expect(firstAudioMs).toBeGreaterThanOrEqual(30);
  call.hangUp();
  await call.wait(100);
  expect(call.endedAs).toBe('caller-hung-up');
  expect(call.engine.live.count).toBe(0);
  expect(call.troubles).toEqual([]);
});

test('whoever interrupts is heard: the sound stops, and history ends where the caller last heard something', async () => {
  const call = new VirtualCall();
  call.script = (text) =>
    text.startsWith('no')
      ? { steps: [{ afterMs: 0, say: 'Sorry.' }] }
      : { steps: [{ afterMs: 0, say: 'One two three four five six seven eight.' }] };
  await call.wait(1_500);
  await call.say('tell me');
  await call.wait(1_500);
  await call.say('no wait');
  await call.wait(2_000);
  const [first, second] = call.answers;
  expect(first).toMatchObject({ whole: false, aborted: true });
  expect(first!.text).toMatch(/^One two/);
  expect(first!.text).not.toContain('seven');
  expect(second).toMatchObject({ asked: 'no wait', text: 'Sorry.', whole: true });
  expect(call.of('barge-in').map(({ outcome }) => outcome)).toEqual(['interrupted']);
  expect(call.carrier.clears).toBe(1);
  await call.close();
});

test('whoever pauses inside a number and goes on is answered once, for the whole of it', async () => {
  const call = new VirtualCall();
  call.script = (text) => ({ steps: [{ afterMs: 300, say: `You said ${text}.` }] });
  await call.wait(1_500);
  await call.say('my order is four eight one');
  await call.wait(1_400);
  // The answer is being made, and nothing of it was heard.
  expect(call.answers).toHaveLength(1);
  call.speechStart();
  expect(call.streams.at(-1)!.bytes).toBeGreaterThan(2_000 * 8);
  await call.wait(300);
  call.interim('my order is four eight one five two nine');
  await call.wait(300);
  call.speechEnd();
  await call.wait(5_000);
  expect(call.answers).toMatchObject([
    { asked: 'my order is four eight one', text: '', whole: false, aborted: true },
    {
      asked: 'my order is four eight one five two nine',
      whole: true,
      goesOn: { begun: 0, rest: 'five two nine' },
    },
  ]);
  // Each half stands in the record once.
  expect(call.of('heard').map(({ text }) => text)).toEqual(['my order is four eight one', 'five two nine']);
  await call.close();
});

test('a number of a flow may be said in two parts; in another step the second part stands for itself', async () => {
  const collect = (into: string, next: string) => ({
    kind: 'collect',
    title: into,
    line: line(`Your ${into} please`),
    what: 'digits',
    into,
    minDigits: 3,
    maxDigits: 6,
    secret: false,
    confirm: false,
    tries: 3,
    next,
    otherwise: 'bye',
  });
  const steps = { talk: collect('order', 'more'), more: collect('code', 'bye') } as never;
  const call = new VirtualCall(talkFlow({ steps }));
  await call.wait(1_500);
  await call.say('four eight');
  await call.wait(1_450);
  call.speechStart();
  await call.wait(300);
  call.interim('four eight one five two nine');
  await call.wait(300);
  call.speechEnd();
  // Its last digits are there, and the next number is asked for: what follows is no part of this one.
  await call.wait(700);
  expect(call.of('collected')).toMatchObject([{ name: 'order', value: '481529' }]);
  call.speechStart();
  await call.wait(300);
  call.interim('four eight one five two nine seven three oh');
  await call.wait(300);
  call.speechEnd();
  await call.wait(3_000);
  expect(call.of('collected')[1]).toMatchObject({ name: 'code', value: '730' });
  await call.close();
});

test('what is said over the announcement is heard from its beginning, once the announcement is over', async () => {
  for (const goesOn of [true, false]) {
    const call = new VirtualCall(talkFlow({ announcement: line('This call is recorded and an AI speaks') }));
    await call.wait(600);
    const beganMs = call.clock.nowMs();
    call.speechStart();
    await call.wait(600);
    if (!goesOn) call.speechEnd();
    // Nobody listens yet.
    expect(call.streams.filter(({ bytes }) => bytes > 0)).toEqual([]);
    await call.wait(700);
    call.interim('where is my order');
    await call.wait(300);
    if (goesOn) call.speechEnd();
    await call.wait(3_000);
    expect(
      call.answers.map(({ asked }) => asked),
      String(goesOn),
    ).toEqual(['where is my order']);
    expect(call.of('heard')[0]!.atMs).toBeLessThanOrEqual(beganMs + 20);
    expect(call.of('spoken')[0]).toMatchObject({ purpose: 'announcement', whole: true });
    for (const { reactionMs } of call.of('barge-in')) expect(reactionMs).toBeLessThan(200);
    await call.close();
  }
});

test('attention over the announcement, or a noise, takes nothing of the greeting', async () => {
  for (const words of ['okay', null]) {
    const call = new VirtualCall(talkFlow({ announcement: line('This call is recorded and an AI speaks') }));
    await call.wait(600);
    call.speechStart();
    await call.wait(400);
    call.speechEnd();
    await call.wait(1_000);
    if (words) call.interim(words);
    await call.wait(4_000);
    expect(call.answers).toEqual([]);
    expect(call.heardWords()).toContain('Hello this is an AI');
    await call.close();
  }
});

test.each([
  ['announces it', async (call: VirtualCall) => call.say('my card number is four one one one')],
  ['says it unasked', async (call: VirtualCall) => call.say('it is four one one one one one one one')],
  [
    'keys it in',
    async (call: VirtualCall) => {
      for (const key of '4111111111111111#') {
        call.key(key);
        await call.wait(100);
      }
    },
  ],
])('no card number is recorded in a conversation: a caller %s', async (_, gives) => {
  const call = new VirtualCall(talkFlow({ announcement: line('This call is recorded and an AI speaks') }));
  await call.wait(4_000);
  await call.say('when do you open');
  await call.wait(3_000);
  expect(call.recording).toEqual(['start']);
  await gives(call);
  await call.wait(4_000);
  expect(call.recording).toEqual(['start', 'pause', 'resume']);
  const [, paused, resumed] = call.of('recording');
  const given = call.of('heard').at(-1)!;
  expect(paused!.atMs).toBeLessThan(given.endMs);
  expect(resumed!.atMs).toBeGreaterThanOrEqual(given.endMs);
  await call.close();
});

test('where the agent asks for a card number, the answer is not recorded; a number asked for otherwise is', async () => {
  const call = new VirtualCall(talkFlow({ announcement: line('This call is recorded and an AI speaks') }));
  call.script = (text) => ({
    steps: [{ afterMs: 0, say: text === 'pay' ? 'What is your card number?' : 'Thank you.' }],
  });
  await call.wait(4_000);
  await call.say('pay');
  await call.wait(3_000);
  expect(call.recording).toEqual(['start', 'pause']);
  await call.say('four one');
  await call.wait(3_000);
  expect(call.recording).toEqual(['start', 'pause', 'resume']);
  await call.close();
});

test('an announcement is heard before anything is recorded, and a secret is not recorded at all', async () => {
  const call = new VirtualCall(
    talkFlow({
      announcement: line('This call is recorded and an AI speaks'),
      steps: {
        talk: {
          kind: 'collect',
          title: 'Card',
          line: line('Your card number please'),
          what: 'digits',
          into: 'card',
          minDigits: 4,
          maxDigits: 4,
          secret: true,
          confirm: false,
          tries: 3,
          next: 'bye',
          otherwise: 'bye',
        },
      } as never,
    }),
  );
  await call.wait(1_000);
  expect(call.recording).toEqual([]);
  await call.wait(4_000);
  expect(call.recording).toEqual(['start', 'pause']);
  for (const digit of '4242') call.key(digit);
  await call.wait(3_000);
  expect(call.recording).toEqual(['start', 'pause', 'resume']);
  expect(JSON.stringify(call.events)).not.toContain('4242');
  expect(call.of('key').map(({ digit }) => digit)).toEqual(['•', '•', '•', '•']);
  expect(call.of('collected')).toMatchObject([{ name: 'card', value: '•••' }]);
  expect(call.endedAs).toBe('goodbye');
});

/** A menu, and behind it a number that is asked for. */
const typed = ({ confirm, secret = false }: { confirm: boolean; secret?: boolean }) =>
  talkFlow({
    announcement: line('This call is recorded and an AI speaks'),
    steps: {
      talk: {
        kind: 'menu',
        title: 'Menu',
        line: line('Say orders or people'),
        choices: [{ digit: '1', phrases: ['orders'], next: 'number' }],
        tries: 3,
        otherwise: 'bye',
      },
      number: {
        kind: 'collect',
        title: 'Number',
        line: line('Your number please'),
        what: 'digits',
        into: 'number',
        minDigits: 4,
        maxDigits: 6,
        secret,
        confirm,
        tries: 3,
        next: 'bye',
        otherwise: 'bye',
      },
    },
  });

test('each question of a flow is asked as often as it says, whatever was asked before', async () => {
  const flow = typed({ confirm: false });
  const { number } = flow.steps;
  if (number?.kind !== 'collect') throw new Error('The flow has no such question');
  const call = new VirtualCall({
    ...flow,
    start: 'number',
    steps: { ...flow.steps, number: { ...number, tries: 5, otherwise: 'talk' } },
  });
  await call.wait(150_000);
  const asked = (words: string) => call.of('spoken').filter(({ text }) => text === words).length;
  expect(asked('Your number please')).toBe(5);
  expect(asked('Say orders or people')).toBe(3);
  expect(call.endedAs).toBe('goodbye');
});

test('how long the flow took to answer is told of each of its answers, to words and to keys', async () => {
  const call = new VirtualCall(typed({ confirm: false }));
  await call.wait(8_000);
  await call.say('hm I do not know');
  await call.wait(4_000);
  await call.say('orders');
  await call.wait(4_000);
  for (const digit of '4242#') call.key(digit);
  await call.wait(4_000);
  const answers = call.of('answered');
  expect(answers).toHaveLength(3);
  for (const { atMs, latency } of answers) {
    const next = call.of('spoken').find((line) => line.atMs >= atMs)!;
    const whole = Object.values(latency).reduce((sum, ms) => sum + ms, 0);
    expect(Math.abs(atMs + whole - next.atMs)).toBeLessThan(30);
  }
  expect(answers[0]!.latency.endOfTurnMs).toBeGreaterThan(100);
  expect(call.endedAs).toBe('goodbye');
});

test('a mark that a caller gives counts, whatever it is kept as', async () => {
  const flow = typed({ confirm: false });
  const { number } = flow.steps;
  if (number?.kind !== 'collect') throw new Error('The flow has no such question');
  const steps = { ...flow.steps, number: { ...number, what: 'mark' as const, into: 'howItWas' } };
  const call = new VirtualCall({ ...flow, start: 'number', steps });
  await call.wait(4_000);
  await call.say('very good');
  await call.wait(3_000);
  expect(call.of('collected')).toMatchObject([{ name: 'howItWas', value: '5' }]);
  expect(call.of('satisfaction')).toMatchObject([{ score: 5 }]);
});

test('keys pressed during the announcement answer the menu and the question behind it, unheard', async () => {
  const call = new VirtualCall(typed({ confirm: false, secret: true }));
  await call.wait(400);
  for (const digit of '14242#') call.key(digit);
  await call.wait(5_000);
  expect(call.heardWords()).toContain('This call is recorded and an AI speaks');
  expect(call.heardWords()).not.toMatch(/orders|number/);
  expect(call.of('collected')).toMatchObject([{ name: 'number', value: '•••' }]);
  expect(JSON.stringify(call.events)).not.toContain('4242');
  expect(call.recording).toEqual(['start', 'pause', 'resume']);
  expect(call.endedAs).toBe('goodbye');
});

test('what was typed ahead confirms nothing that the caller has not heard', async () => {
  const call = new VirtualCall(typed({ confirm: true }));
  await call.wait(400);
  for (const digit of '14242#1') call.key(digit);
  await call.wait(6_000);
  expect(call.heardWords()).toContain('4 2 4 2');
  expect(call.of('collected')).toEqual([]);
  call.key('1');
  await call.wait(2_500);
  expect(call.of('collected')).toMatchObject([{ value: '4242', confirmed: true }]);
  expect(call.endedAs).toBe('goodbye');
});

test('a key that means nothing drops what was typed behind it, and the question is asked', async () => {
  const call = new VirtualCall(typed({ confirm: false }));
  await call.wait(400);
  for (const digit of '91') call.key(digit);
  await call.wait(5_000);
  expect(call.heardWords()).toContain('orders or people');
  expect(call.of('step').map(({ stepId }) => stepId)).toEqual(['talk']);
  await call.close();
});

test('a key that ends a number which was long enough interrupts nothing and is no answer', async () => {
  const call = new VirtualCall(typed({ confirm: true }));
  await call.wait(8_000);
  call.key('1');
  await call.wait(3_000);
  for (const digit of '424242#') {
    call.key(digit);
    await call.wait(200);
  }
  await call.wait(5_000);
  expect(call.of('reprompt')).toEqual([]);
  expect(call.heardWords()).toContain('if that is right');
  call.key('1');
  await call.wait(2_500);
  expect(call.of('collected')).toMatchObject([{ value: '424242', confirmed: true }]);
});

test('a menu may be answered by the key that ends numbers elsewhere', async () => {
  const flow = typed({ confirm: false });
  const { talk } = flow.steps;
  if (talk?.kind !== 'menu') throw new Error('The flow has no menu');
  const choices = [{ digit: '#', phrases: ['orders'], next: 'number' }];
  const call = new VirtualCall({ ...flow, steps: { ...flow.steps, talk: { ...talk, choices } } });
  await call.wait(8_000);
  call.key('#');
  await call.wait(1_000);
  expect(call.of('step').map(({ stepId }) => stepId)).toEqual(['talk', 'number']);
});

test('while it is explained why a number was none, it may be given again, and stays secret', async () => {
  const call = new VirtualCall(typed({ confirm: false, secret: true }));
  await call.wait(8_000);
  call.key('1');
  await call.wait(3_000);
  for (const digit of '42#') call.key(digit);
  await call.wait(600);
  for (const digit of '4242#') {
    call.key(digit);
    await call.wait(100);
  }
  await call.wait(3_000);
  expect(call.of('collected')).toMatchObject([{ name: 'number', value: '•••' }]);
  expect(call.of('key').map(({ digit }) => digit)).toEqual(['1', ...'••••••••']);
  expect(JSON.stringify(call.events)).not.toContain('4242');
  expect(call.recording).toEqual(['start', 'pause', 'resume']);
});

test('what is said while it is explained why a secret was not understood is kept nowhere', async () => {
  const call = new VirtualCall(typed({ confirm: false, secret: true }));
  await call.wait(8_000);
  call.key('1');
  await call.wait(3_000);
  for (const digit of '42#') call.key(digit);
  await call.wait(600);
  await call.say('four two four two');
  await call.wait(3_000);
  expect(call.of('collected')).toMatchObject([{ name: 'number', value: '•••' }]);
  expect(JSON.stringify(call.events)).not.toMatch(/4242|four two/);
  expect(call.recording).toEqual(['start', 'pause', 'resume']);
});

test('attention is no turn: the sound stops for a moment and goes on, and nothing of it is lost', async () => {
  const call = new VirtualCall();
  call.script = () => ({ steps: [{ afterMs: 0, say: 'One two three four five six seven eight.' }] });
  await call.wait(1_500);
  await call.say('tell me');
  await call.wait(1_200);
  await call.say('uh-huh', { ms: 300 });
  await call.wait(4_000);
  expect(call.answers).toMatchObject([
    { text: 'One two three four five six seven eight.', whole: true, aborted: false },
  ]);
  expect(call.of('barge-in').map(({ outcome }) => outcome)).toEqual(['resumed']);
  await call.close();
});

test('whoever begins to speak just as the last of our sound was heard has stopped nothing', async () => {
  const call = new VirtualCall();
  const { carrier } = call;
  const play = carrier.play.bind(carrier);
  let last = '';
  carrier.play = (sound, mark) => {
    last = mark;
    play(sound, mark);
  };
  await call.wait(700);
  call.live!.tap({
    // Both at once, while something else is being done.
    event: ({ kind }) => {
      if (kind !== 'person') return;
      call.speechStart();
      carrier.listener?.mark(last);
    },
    ended: () => undefined,
  });
  call.live!.noteListener({ kind: 'user', id: 'u', name: 'Otto' });
  await call.wait(400);
  call.speechEnd();
  await call.wait(2_000);
  expect(call.of('spoken')[0]).toMatchObject({ whole: true });
  expect(call.of('barge-in')).toEqual([]);
  await call.close();
});

test('keys in a conversation are one number when they come together, and end what is being said', async () => {
  const call = new VirtualCall();
  await call.wait(700);
  for (const digit of '12345') {
    call.key(digit);
    await call.wait(300);
  }
  call.key('#');
  await call.wait(1_500);
  expect(call.answers.map(({ asked }) => asked)).toEqual(['12345']);
  expect(call.of('heard')).toMatchObject([{ text: '12345', keys: true, confidence: null }]);
  expect(call.of('spoken')[0]).toMatchObject({ whole: false });
  await call.close();
});

test('what is said over a line that asks nothing answers the question behind it', async () => {
  const call = new VirtualCall(
    talkFlow({
      steps: {
        talk: {
          kind: 'say',
          title: 'Welcome',
          line: line('Welcome to our long line of words'),
          next: 'menu',
        },
        menu: {
          kind: 'menu',
          title: 'Menu',
          line: line('Say orders or people'),
          choices: [{ digit: '1', phrases: ['orders'], next: 'bye' }],
          tries: 3,
          otherwise: 'bye',
        },
      },
    }),
  );
  await call.wait(400);
  call.key('1');
  await call.wait(2_000);
  expect(call.heardWords()).not.toContain('orders or people');
  expect(call.of('step').map(({ stepId }) => stepId)).toEqual(['talk', 'menu', 'bye']);
  expect(call.endedAs).toBe('goodbye');
});

test('whoever watches is told what happens, and may end a call with the goodbye of its flow', async () => {
  const call = new VirtualCall();
  await call.wait(1_500);
  const seen: string[] = [];
  call.live!.tap({ event: ({ kind }) => seen.push(kind), ended: (end) => seen.push(`ended ${end}`) });
  call.live!.noteListener({ kind: 'user', id: 'u', name: 'Otto' });
  call.live!.end('goodbye');
  await call.wait(2_000);
  expect(seen).toEqual(['person', 'spoken', 'ended', 'ended goodbye']);
  expect(call.heardWords()).toContain('Goodbye then');
});

test.each([
  ['1', 'Yes.'],
  ['2', 'No.'],
  ['7', '7'],
])('a question of yes or no that speech did not answer is answered by key: %s', async (key, said) => {
  const call = new VirtualCall();
  call.asks = 'yes-no';
  call.script = () => ({ steps: [{ afterMs: 0, say: 'All right.' }] });
  await call.wait(1_500);
  await call.say('', { ms: 400 });
  call.final('');
  await call.wait(6_000);
  expect(call.heardWords()).toContain('press 1 for yes and 2 for no');
  call.key(key);
  await call.wait(2_000);
  expect(call.answers.map(({ asked }) => asked)).toEqual([said]);
  await call.close();
});

test('a key that nobody offered is passed on as it is, and other questions are just asked again', async () => {
  const call = new VirtualCall();
  call.asks = 'yes-no';
  await call.wait(1_500);
  call.key('1');
  await call.wait(2_000);
  expect(call.answers.map(({ asked }) => asked)).toEqual(['1']);
  call.asks = 'anything';
  await call.say('', { ms: 400 });
  call.final('');
  await call.wait(6_000);
  expect(call.heardWords()).toContain('Could you say it again?');
  expect(call.heardWords()).not.toContain('press 1');
  await call.close();
});
