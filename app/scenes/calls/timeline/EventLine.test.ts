import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { CallEvent } from '../../../../shared/calls/timeline.ts';
import { EventLine } from './EventLine.tsx';

const shown = (more: object) =>
  renderToStaticMarkup(
    createElement(EventLine, {
      event: {
        kind: 'spoken',
        atMs: 0,
        endMs: 360,
        text: '',
        heard: '',
        whole: true,
        purpose: 'filler',
        source: {
          kind: 'voice',
          voiceId: 'tone',
          voiceName: 'A tone',
          engineId: 'builtin',
          instead: { what: 'filler', code: 'timeout', reason: 'The line was not there in time.' },
        },
        turnId: null,
        ...more,
      } as CallEvent,
    }),
  );
const words = (html: string) => html.replace(/<[^>]+>/g, ' ').trim();

test('a tone is told as one, with its reason, and is no empty line of the agent', () => {
  expect(words(shown({}))).toBe('A tone, while it took a moment: The line was not there in time.');
  const beep = { kind: 'voice', voiceId: 'tone', voiceName: 'A tone', engineId: 'builtin', instead: null };
  expect(words(shown({ purpose: 'fixed', source: beep }))).toBe('A tone');
  expect(words(shown({ text: 'One moment.', heard: 'One moment.' }))).toContain('One moment.');
});
