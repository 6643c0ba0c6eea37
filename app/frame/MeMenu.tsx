import { Link, useNavigate } from '@tanstack/react-router';
import { LogOut, UserRound } from 'lucide-react';
import { signOut } from '../api/identity.ts';
import { queryClient } from '../api/queryClient.ts';
import { Avatar } from '../components/Avatar.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../components/Menu.tsx';
import { notifyProblem } from '../components/Toast.tsx';
import { ROLE_LABELS } from '../format/labels.ts';
import { player } from '../player/player.ts';
import styles from './TopBar.module.css';
import { setTheme, THEMES, useTheme } from './theme.ts';
import { useMe } from './useMe.ts';

/** Me: account, theme, sign out. */
export function MeMenu() {
  const { user, role } = useMe();
  const theme = useTheme();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await signOut();
      player.close();
      await navigate({ to: '/sign-in' });
      queryClient.clear();
    } catch (error) {
      notifyProblem(error as Error);
    }
  };
  return (
    <Menu
      trigger={
        <button type="button" className={styles.me} aria-label={`Account of ${user?.name ?? 'this key'}`}>
          <Avatar name={user?.name ?? '?'} size={28} />
        </button>
      }
    >
      <MenuLabel>
        <span className={styles.meName}>{user?.name}</span>
        <br />
        {user?.email}
        {role ? ` · ${ROLE_LABELS[role].name}` : null}
      </MenuLabel>
      <MenuLine />
      <MenuItem asChild>
        <Link to="/settings/account">
          <UserRound aria-hidden /> My account
        </Link>
      </MenuItem>
      <MenuLine />
      <MenuChoice label="Theme" value={theme} options={THEMES} onChange={setTheme} />
      <MenuLine />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void leave()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
