import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const TOKEN = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.[\w-]+$/;

/** Which call of which workspace. */
export interface CallName {
  workspaceId: string;
  callId: string;
}

/** A token that says which call it is for, so that every process knows whom to ask about it, and what nobody guesses. */
export const nameToken = (
  { workspaceId, callId }: CallName,
  secret = randomBytes(SECRET_BYTES).toString('base64url'),
): string => [workspaceId, callId, secret].join('.');

/** The call that a token is for; null: it says none. */
export function nameIn(token: string): CallName | null {
  const [, workspaceId, callId] = TOKEN.exec(token) ?? [];
  return workspaceId && callId ? { workspaceId, callId } : null;
}

/** The part of a token that nobody guesses. */
export const secretIn = (token: string): string => token.slice(token.lastIndexOf('.') + 1);
