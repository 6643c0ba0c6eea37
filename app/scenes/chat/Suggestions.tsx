import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import styles from './ChatScene.module.css';
import { Disclosure } from './Disclosure.tsx';
import { SUGGESTIONS } from './labels.ts';
import type { Answering } from './useAnswering.ts';

/** The beginning of a conversation: who answers, that it is an AI, and what could be asked. */
export function Suggestions({ who, onChoose }: { who: Answering; onChoose: (question: string) => void }) {
  return (
    <div className={styles.beginning}>
      <Avatar name={who.name} emoji={who.emoji} size={56} />
      <h2>Talk with {who.name}</h2>
      <Disclosure />
      <ul aria-label="What you could ask">
        {SUGGESTIONS.map((question) => (
          <li key={question}>
            <Button onClick={() => onChoose(question)}>{question}</Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
