import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Personality } from '../../../shared/api/personalities.ts';
import { voicesQuery } from '../../api/voices.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { Menu, MenuChoice } from '../../components/Menu.tsx';
import styles from './ChatScene.module.css';
import type { Answering } from './useAnswering.ts';

const DEFAULT = 'default';

function Choice({ name, emoji, voice }: Pick<Answering, 'name' | 'emoji'> & { voice: string }) {
  return (
    <span className={styles.choice}>
      <Avatar name={name} emoji={emoji} size={24} />
      <span>
        {name}
        <small>{voice}</small>
      </span>
    </span>
  );
}

interface PersonalityMenuProps {
  who: Answering;
  all: readonly Personality[];
  onChoose: (id: string) => void;
}

/** Who answers from the next message on, and with which voice. */
export function PersonalityMenu({ who, all, onChoose }: PersonalityMenuProps) {
  const voices = useQuery(voicesQuery);
  const voiceOf = (id: string | null): string => {
    const voice = all.find((one) => one.id === id)?.voice;
    return voice ? (voices.data?.find((one) => one.id === voice.id)?.name ?? voice.id) : 'Default voice';
  };
  const options: Record<string, ReactNode> = {};
  if (who.id === null) options[DEFAULT] = <Choice {...who} voice={voiceOf(null)} />;
  for (const one of all) options[one.id] = <Choice {...one} voice={voiceOf(one.id)} />;
  return (
    <Menu
      trigger={
        <Button className={styles.who} aria-label={`Talk with: ${who.name}`}>
          <Avatar name={who.name} emoji={who.emoji} size={20} />
          <span className={styles.whoName}>{who.name}</span>
          <span className={styles.whoVoice}>{voiceOf(who.id)}</span>
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuChoice
        label="Who answers"
        value={who.id ?? DEFAULT}
        options={options}
        onChange={(id) => {
          if (id !== DEFAULT) onChoose(id);
        }}
      />
    </Menu>
  );
}
