import { Volume1, Volume2, VolumeX } from 'lucide-react';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuChoice, MenuLine } from '../../components/Menu.tsx';
import { SOUNDS, setSendAtOnce, setSound, useSendAtOnce, useSound } from './turn/sound.ts';

const ICONS = { play: Volume2, ask: Volume1, off: VolumeX };
const SEND = { glance: 'Let me look at it first', atOnce: 'Send it at once' } as const;

/** What becomes of the voice of answers, and of what is said into the microphone; remembered in this browser. */
export function SoundMenu() {
  const sound = useSound();
  const atOnce = useSendAtOnce();
  const Icon = ICONS[sound];
  return (
    <Menu
      align="start"
      trigger={<IconButton size="small" label={`Sound: ${SOUNDS[sound].toLowerCase()}`} icon={<Icon />} />}
    >
      <MenuChoice label="Answers" value={sound} options={SOUNDS} onChange={setSound} />
      <MenuLine />
      <MenuChoice
        label="What I say into the microphone"
        value={atOnce ? 'atOnce' : 'glance'}
        options={SEND}
        onChange={(next) => setSendAtOnce(next === 'atOnce')}
      />
    </Menu>
  );
}
