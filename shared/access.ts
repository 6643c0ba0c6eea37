/** What a caller may do. A role grants scopes; an API key carries a subset of its creator's. */
export const SCOPES = [
  'workspace:read',
  'scripts:write',
  'versions:generate',
  'versions:submit',
  'versions:comment',
  'versions:approve',
  'channels:deploy',
  'channels:manage',
  'speech:synthesize',
  'conversations:write',
  'members:manage',
  'keys:manage',
  'webhooks:manage',
  'settings:manage',
  'voices:manage',
  'business:write',
  'calls:manage',
  'calls:join',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Workspace roles, from most to least rights. */
export const ROLES = ['owner', 'admin', 'editor', 'reviewer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const VIEWER: Scope[] = ['workspace:read'];
const REVIEWER: Scope[] = [...VIEWER, 'versions:comment', 'versions:approve', 'audit:read'];
const EDITOR: Scope[] = [
  ...VIEWER,
  'scripts:write',
  'versions:generate',
  'versions:submit',
  'versions:comment',
  'channels:deploy',
  'speech:synthesize',
  'conversations:write',
  'business:write',
  'calls:manage',
  'calls:join',
];

/** The scopes of each role. */
export const ROLE_SCOPES: Record<Role, readonly Scope[]> = {
  owner: SCOPES,
  admin: SCOPES,
  editor: EDITOR,
  reviewer: REVIEWER,
  viewer: VIEWER,
};

/** Scopes that only a person may use: a service key carrying them is still refused. */
export const PERSON_ONLY_SCOPES: readonly Scope[] = ['versions:approve'];
