/** Plans, from least to most. */
export const PLANS = ['free', 'small-business', 'professional', 'enterprise'] as const;
export type Plan = (typeof PLANS)[number];

/** What a plan includes. */
export interface PlanTerms {
  name: string;
  /** Characters a month that engines speak; what is answered from memory does not count. Null: any number. */
  charactersPerMonth: number | null;
  /** Voices made of samples that a workspace may have. Null: any number. */
  customVoices: number | null;
}

/** Free is for texts alone; small business adds the voices of the list, professional one voice of its own. */
export const PLAN_TERMS: Readonly<Record<Plan, PlanTerms>> = {
  free: { name: 'Free', charactersPerMonth: 0, customVoices: 0 },
  'small-business': { name: 'Small business', charactersPerMonth: 500_000, customVoices: 0 },
  professional: { name: 'Professional', charactersPerMonth: 5_000_000, customVoices: 1 },
  enterprise: { name: 'Enterprise', charactersPerMonth: null, customVoices: null },
};

/** The plan that holds where a workspace chose one: never more than the installation gives. */
export function planOf(chosen: Plan | null, given: Plan): Plan {
  return chosen !== null && PLANS.indexOf(chosen) < PLANS.indexOf(given) ? chosen : given;
}

/** Why somebody has something spoken, or understood. */
export const USAGE_PURPOSES = ['generation', 'preview', 'test', 'api', 'chat', 'call'] as const;
export type UsagePurpose = (typeof USAGE_PURPOSES)[number];
