import type { House } from '../house.ts';
import { createProgram } from '../wizard-program.ts';
import { resolveProfile } from './headless.ts';

/** Opens the wizard and gives the exit code of what was done in it. */
export async function runInteractive(house: House, command: 'wizard' | 'demo'): Promise<number> {
  const { flags } = house;
  const isNamed = flags.profile !== undefined || flags.config !== undefined;
  const profile = isNamed ? await resolveProfile(house) : undefined;
  const program = createProgram(house, await house.settings(), profile);
  const { runWizard } = await house.core.loadWizard();
  if (command === 'demo') return await runWizard(program, { demo: true });
  return await runWizard(program, profile === undefined ? undefined : { profile });
}
