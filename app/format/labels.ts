import type { Role, Scope } from '../../shared/access.ts';
import type { Webhook } from '../../shared/api/operations.ts';
import type { EmphasisLevel, Tone } from '../../shared/speech/parameters.ts';
import type { Purpose } from '../api/studio.ts';

export const PURPOSE_LABELS: Record<Purpose, string> = {
  support: 'Support',
  sales: 'Sales',
  education: 'Education',
};

export const ROLE_LABELS: Record<Role, { name: string; may: string }> = {
  owner: { name: 'Owner', may: 'Everything, owners included' },
  admin: { name: 'Admin', may: 'Members, keys, rules and all of the studio' },
  editor: { name: 'Editor', may: 'Writes, generates, submits and deploys' },
  reviewer: { name: 'Reviewer', may: 'Comments and approves, reads the audit log' },
  viewer: { name: 'Viewer', may: 'Reads and listens' },
};

export const SCOPE_LABELS: Record<Scope, string> = {
  'workspace:read': 'Read everything in the workspace',
  'scripts:write': 'Write projects and scripts',
  'versions:generate': 'Generate versions',
  'versions:submit': 'Submit versions for review',
  'versions:comment': 'Comment on versions',
  'versions:approve': 'Approve versions (people only)',
  'channels:deploy': 'Deploy, roll back and schedule',
  'channels:manage': 'Create and change channels',
  'speech:synthesize': 'Use the speech endpoints',
  'conversations:write': 'Talk with personalities',
  'members:manage': 'Manage members',
  'keys:manage': 'Manage API keys',
  'webhooks:manage': 'Manage webhooks',
  'settings:manage': 'Change the workspace rules and its engines',
  'voices:manage': 'Make voices of recordings',
  'business:write': 'Change orders, appointments and other business data',
  'calls:manage': 'Change call flows and numbers, delete calls',
  'calls:join': 'Listen in on calls, whisper, take over calls and chats',
  'audit:read': 'Read and verify the audit log',
};

/** What can be chosen: a ping reaches every webhook anyway. */
export const WEBHOOK_EVENT_LABELS: Record<Exclude<Webhook['events'][number], 'ping'>, string> = {
  'version.ready': 'A version is ready',
  'version.failed': 'A generation failed',
  'version.status': 'A version changed status',
  'deployment.changed': 'Something went live or was withdrawn',
  'conversation.waiting': 'Somebody in a chat asked for a person',
  'conversation.message': 'Something was said in a chat that a person has',
};

export const TONE_LABELS: Record<Tone, string> = {
  neutral: 'Neutral',
  warm: 'Warm',
  friendly: 'Friendly',
  calm: 'Calm',
  energetic: 'Energetic',
  serious: 'Serious',
  professional: 'Professional',
};

export const EMPHASIS_LABELS: Record<EmphasisLevel, string> = {
  reduced: 'Reduced',
  none: 'Natural',
  moderate: 'Moderate',
  strong: 'Strong',
};

export const GENDER_LABELS = { female: 'Female', male: 'Male', neutral: 'Neutral' } as const;

/** The keys of a record, typed. */
export const keysOf = <Key extends string>(record: Record<Key, unknown>): Key[] =>
  Object.keys(record) as Key[];
