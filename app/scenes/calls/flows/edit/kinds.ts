import {
  Clock,
  Grid3x3,
  type LucideIcon,
  PhoneForwarded,
  PhoneOff,
  TextCursorInput,
  UserRound,
  Voicemail,
  Volume2,
} from 'lucide-react';
import type { StepKind } from './steps.ts';

/** The kinds of steps, as people see them. */
export const KINDS: Record<StepKind, { name: string; does: string; icon: LucideIcon }> = {
  say: { name: 'Say', does: 'Something is said, and the call goes on.', icon: Volume2 },
  menu: { name: 'Menu', does: 'The caller chooses by a key or by words.', icon: Grid3x3 },
  hours: { name: 'Opening hours', does: 'The way depends on whether the business is open.', icon: Clock },
  personality: { name: 'Agent', does: 'A personality talks with the caller.', icon: UserRound },
  collect: {
    name: 'Ask for',
    does: 'The caller gives a number, name, e-mail or date.',
    icon: TextCursorInput,
  },
  transfer: { name: 'Transfer', does: 'The caller is put through to a person.', icon: PhoneForwarded },
  voicemail: { name: 'Voicemail', does: 'The caller leaves a message.', icon: Voicemail },
  goodbye: { name: 'Goodbye', does: 'Something is said, and the call ends.', icon: PhoneOff },
};
