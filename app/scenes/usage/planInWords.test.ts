import { expect, test } from 'vitest';
import { changesWith, inTheWay } from './planInWords.ts';

const use = { characters: 600_000, resets: '2026-12-01', customVoicesMade: 2 };

test('what a plan changes at once is said before it is chosen', () => {
  expect(changesWith('enterprise', 'small-business', use)).toEqual([
    '600,000 characters were spoken this month already, which is all of it: nothing new is spoken until 2026-12-01 (UTC).',
    'No voices of your own can be made.',
  ]);
  expect(changesWith('free', 'professional', use)).toEqual([
    '5,000,000 characters a month can be spoken; 600,000 of this month’s are used.',
    'The voices of the list can be used.',
    'One voice of your own can be made.',
  ]);
  expect(changesWith('professional', 'free', use)[1]).toContain('what is live stays live');
});

test('voices that a plan has no room for stand in its way', () => {
  expect(inTheWay('enterprise', use)).toBeNull();
  expect(inTheWay('professional', use)).toContain('has 2 voices of its own. Delete 1 of them first');
  expect(inTheWay('small-business', use)).toContain('Delete them first');
  expect(inTheWay('small-business', { ...use, customVoicesMade: 1 })).toContain(
    'has a voice of its own. Delete it',
  );
});
