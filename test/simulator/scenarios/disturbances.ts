import type { ScenarioInput } from '../../../server/simulator/scenarios/scenario.ts';
import { AGENT, answers, hangUp, leave, listen, say } from './talk.ts';

const HOURS = 'open Monday to Friday';

/** Interruptions, noise, silence and bad lines while an agent talks. */
export const DISTURBANCES: readonly ScenarioInput[] = [
  {
    name: 'an interruption with another wish',
    to: AGENT,
    voice: 'rms',
    moves: [
      listen(),
      say('What are your opening hours?'),
      { do: 'interrupt', afterMs: 1_500 },
      say('Where is my order one two three four five?'),
      answers({ orderNumber: { say: 'One two three four five.' }, orderNumberOnceMore: { keys: '12345#' } }),
      ...leave,
    ],
    expect: {
      ends: 'agent',
      heard: ['out for delivery'],
      clearedWithinMs: 600,
      events: [{ kind: 'barge-in', outcome: 'interrupted' }],
    },
  },
  {
    name: 'attention while the agent speaks',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('What are your opening hours?'),
      { do: 'interrupt', afterMs: 1_500 },
      say('Uh-huh.'),
      answers({}),
      ...leave,
    ],
    expect: {
      ends: 'agent',
      heard: [['closed on Saturday and Sunday', 'Saturday and Sunday']],
      noEvents: [{ kind: 'barge-in', outcome: 'interrupted' }],
    },
  },
  {
    name: 'noise while the agent speaks',
    to: AGENT,
    voice: 'rms',
    moves: [
      listen(),
      say('What are your opening hours?'),
      { do: 'interrupt', afterMs: 1_500 },
      { do: 'noise', ms: 400, levelDb: -24 },
      answers({}),
      ...leave,
    ],
    expect: {
      ends: 'agent',
      heard: [['closed on Saturday and Sunday', 'Saturday and Sunday']],
      noEvents: [{ kind: 'barge-in', outcome: 'interrupted' }],
    },
  },
  {
    name: 'noise before a question',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      { do: 'noise', ms: 2_500, levelDb: -34 },
      say('Where is my order one two three four five?'),
      answers({ orderNumber: { say: 'One two three four five.' }, orderNumberOnceMore: { keys: '12345#' } }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['out for delivery'] },
  },
  {
    name: 'a caller who says nothing',
    to: AGENT,
    voice: 'slt',
    moves: [{ do: 'stay', atMostMs: 60_000 }],
    expect: {
      ends: 'agent',
      heard: ['Are you still there'],
      call: { end: 'gave-up' },
      events: [{ kind: 'reprompt', why: 'silence', count: 1 }],
    },
  },
  {
    name: 'a bad line',
    to: AGENT,
    voice: 'slt',
    faults: { jitterMs: 60, lostShare: 0.01, lateShare: 0.01 },
    moves: [
      listen(),
      say('Where is my order one two three four five?'),
      answers({ orderNumber: { say: 'One two three four five.' }, orderNumberOnceMore: { keys: '12345#' } }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['out for delivery'] },
  },
  {
    name: 'a carrier that never answers marks',
    to: AGENT,
    voice: 'rms',
    faults: { noMarks: true },
    moves: [
      listen(),
      say('Where is my order one two three four five?'),
      answers({ orderNumber: { say: 'One two three four five.' }, orderNumberOnceMore: { keys: '12345#' } }),
      hangUp,
    ],
    expect: { ends: 'caller', heard: ['out for delivery'] },
  },
  {
    name: 'other talk, then a wish',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('The weather was dreadful all of last winter.'),
      listen(),
      say('What are your opening hours?'),
      answers({}),
      ...leave,
    ],
    expect: { ends: 'agent', heard: [HOURS] },
  },
  {
    name: 'a sentence with a pause inside it',
    to: AGENT,
    voice: 'rms',
    moves: [
      listen(),
      say('I would like to know [450] where my order is.'),
      answers({ orderNumber: { say: 'One two three four five.' }, orderNumberOnceMore: { keys: '12345#' } }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['out for delivery'], noCutOff: true },
  },
];
