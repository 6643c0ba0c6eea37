import { expect, test } from 'vitest';
import { plainContent, withChanges } from '../../../../shared/personalities/content.ts';
import { changesOf } from './draft.ts';

test('only what was changed is saved, so that it goes on top of what somebody else saved', () => {
  const base = plainContent('Vera');
  const mine = withChanges(base, {
    traits: { formality: 5 },
    phrases: { opening: ['Hello.'] },
    voice: { id: 'flite:slt', settings: { stability: 0.2 }, fallbackId: null },
  });
  expect(changesOf(base, base)).toEqual({});
  expect(changesOf(base, mine)).toEqual({
    traits: { formality: 5 },
    phrases: { opening: ['Hello.'] },
    voice: { id: 'flite:slt', settings: { stability: 0.2 }, fallbackId: null },
  });
  const theirs = withChanges(base, {
    name: 'Vera V.',
    traits: { humourLevel: 5 },
    phrases: { closing: ['Bye.'] },
  });
  expect(withChanges(theirs, changesOf(base, mine))).toMatchObject({
    name: 'Vera V.',
    traits: { humourLevel: 5, formality: 5 },
    phrases: { opening: ['Hello.'], closing: ['Bye.'] },
  });
  const silenced = { ...mine, voice: null, phrases: { ...mine.phrases, opening: [] } };
  expect(changesOf(mine, silenced)).toEqual({ voice: null, phrases: { opening: [] } });
});
