import { type Profile } from '../core/index.ts';
/** The profile of the built-in sample; its URLs are known once its servers run. */
export declare const sampleProfile: Profile;
