import { useEffect, useState } from 'react';
import type { LiveTurn, MemberMessage } from './turn/liveTurn.ts';

/**
 * Tells screen readers how far an answer is: that it is on its way, and its words once all of them are there. What is
 * spoken aloud anyway is not read twice.
 */
export function Announcer({
  turn,
  name,
  member,
}: {
  turn: LiveTurn | null;
  name: string;
  /** What somebody of the workspace said or did last, if that was the last thing; whose own words are not told them. */
  member: MemberMessage | null;
}) {
  const [words, setWords] = useState('');
  const who = turn?.personality?.name ?? name;
  const phase = turn?.phase;
  const heard = turn?.track != null;
  const held = turn?.reply?.end === 'held';
  const text = phase === 'done' ? (turn?.text ?? '') : '';
  useEffect(() => {
    if (held) return;
    if (phase === 'sending') setWords(`${who} is answering.`);
    else if (phase === 'stopping') setWords('Stopped.');
    else if (phase === 'done') setWords(heard ? `${who} has answered.` : `${who}: ${text}`);
  }, [phase, who, heard, text, held]);
  const told = member && (member.did === 'said' ? `${member.member.name}: ${member.text}` : member.text);
  useEffect(() => {
    if (told) setWords(told);
  }, [told]);
  return (
    <div className="visuallyHidden" aria-live="polite">
      {words}
    </div>
  );
}
