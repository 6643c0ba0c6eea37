import {
  AudioLines,
  ChartColumn,
  type LucideIcon,
  MessageSquareText,
  MessagesSquare,
  PhoneCall,
  Radio,
  ScrollText,
  Settings,
  SquarePen,
  Store,
  UserRound,
} from 'lucide-react';
import type { Scope } from '../../shared/access.ts';

interface Section {
  to:
    | '/projects'
    | '/review'
    | '/channels'
    | '/voices'
    | '/personalities'
    | '/chat'
    | '/calls'
    | '/business'
    | '/usage'
    | '/audit'
    | '/settings';
  name: string;
  icon: LucideIcon;
  needs?: Scope;
}

/** The rooms of the app, in the order of the rail. */
export const SECTIONS: readonly Section[] = [
  { to: '/projects', name: 'Scripts', icon: SquarePen },
  { to: '/review', name: 'Review', icon: MessageSquareText },
  { to: '/channels', name: 'Channels', icon: Radio },
  { to: '/voices', name: 'Voices', icon: AudioLines },
  { to: '/personalities', name: 'Personalities', icon: UserRound },
  { to: '/chat', name: 'Chat', icon: MessagesSquare, needs: 'conversations:write' },
  { to: '/calls', name: 'Calls', icon: PhoneCall },
  { to: '/business', name: 'Business data', icon: Store },
  { to: '/usage', name: 'Usage', icon: ChartColumn },
  { to: '/audit', name: 'Audit', icon: ScrollText, needs: 'audit:read' },
  { to: '/settings', name: 'Settings', icon: Settings },
];
