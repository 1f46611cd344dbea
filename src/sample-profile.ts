import { type Profile, profileSchema } from '../core/index.ts';

/** The profile of the built-in sample; its URLs are known once its servers run. */
export const sampleProfile: Profile = profileSchema.parse({
  name: 'sample',
  environment: 'rehearsal',
  windowMinutes: 60,
  checklist: ['This is the built-in sample: nothing of yours is touched'],
});
