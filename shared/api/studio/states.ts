export const VERSION_STATES = ['queued', 'generating', 'ready', 'failed', 'cancelled'] as const;
export const VERSION_STATUSES = ['draft', 'in_review', 'approved', 'archived'] as const;
export type VersionState = (typeof VERSION_STATES)[number];
export type VersionStatus = (typeof VERSION_STATUSES)[number];
