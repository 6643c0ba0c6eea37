import { expect, test } from 'vitest';
import { lengthProblem, secondsInWords } from './trainingInWords.ts';

const xtts = {
  id: 'xtts',
  name: 'XTTS',
  languages: ['en'],
  minSeconds: 6,
  maxSeconds: 30,
  maxFileBytes: 1,
  terms: '',
};

test('seconds read as people say them', () => {
  expect([6, 89.6, 185].map(secondsInWords)).toEqual(['6 s', '1 min 30 s', '3 min 5 s']);
});

test('too little and too much are told with what to do', () => {
  expect(lengthProblem(2.5, xtts)).toBe('4 s more of recordings are needed for XTTS.');
  expect(lengthProblem(31, xtts)).toContain('30 s at most');
  expect(lengthProblem(12, xtts)).toBeNull();
});
