import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { saysUnavailable } from '../../../shared/dialogue/fixedLines.ts';
import { Words } from './Words.tsx';

const shown = (text: string) => renderToStaticMarkup(createElement(Words, { text }));

test('what a model marks up all the same is shown as it is meant', () => {
  expect(shown('We open at **nine**.')).toContain('We open at <strong>nine</strong>.');
  expect(shown('# Hours\n- Monday\n* `Friday`')).toMatch(/<strong>Hours<\/strong>.*• Monday.*• Friday/s);
  expect(shown('See [our page](https://a.example/x).')).toContain('See our page (https://a.example/x).');
});

test('nothing of it becomes markup of the page, and plain words stay as they are', () => {
  expect(shown('<img src=x onerror=alert(1)> [a](javascript:alert(1))')).not.toContain('<img');
  expect(shown('2 * 3 * 4 = 24 - always')).toContain('2 * 3 * 4 = 24 - always');
  expect(shown('One **two')).toContain('One **two');
});

test('an answer that broke off is told from one that nobody gave', () => {
  expect(saysUnavailable('Hello. I am sorry, I cannot answer right now. Please try again in a moment.')).toBe(
    true,
  );
  expect(saysUnavailable('It is out for Sorry, I was interrupted. Please ask me that once more.')).toBe(
    false,
  );
});
