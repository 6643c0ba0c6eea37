import { useEffect, useState } from 'react';
import type { LiveTurn } from './turn/liveTurn.ts';

/**
 * Tells screen readers how far an answer is: that it is on its way, and its words once all of them are there. What is
 * spoken aloud anyway is not read twice.
 */
export function Announcer({ turn, name }: { turn: LiveTurn | null; name: string }) {
  const [words, setWords] = useState('');
  const who = turn?.personality?.name ?? name;
  const phase = turn?.phase;
  const heard = turn?.track != null;
  const text = phase === 'done' ? (turn?.text ?? '') : '';
  useEffect(() => {
    if (phase === 'sending') setWords(`${who} is answering.`);
    else if (phase === 'stopping') setWords('Stopped.');
    else if (phase === 'done') setWords(heard ? `${who} has answered.` : `${who}: ${text}`);
  }, [phase, who, heard, text]);
  return (
    <div className="visuallyHidden" aria-live="polite">
      {words}
    </div>
  );
}
