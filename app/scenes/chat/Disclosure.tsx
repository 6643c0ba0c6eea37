import { Bot } from 'lucide-react';
import styles from './Messages.module.css';

/** Says that nobody is talked with but a machine, and how to reach somebody. */
export const Disclosure = () => (
  <p className={styles.aside}>
    <Bot aria-hidden />
    <span>
      You talk with an AI, not with a person. It can be wrong; say “a person, please” to be handed over.
    </span>
  </p>
);
