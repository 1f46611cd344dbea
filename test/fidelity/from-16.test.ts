import { carryFrom } from '../support/fidelity/pairs.ts';

carryFrom(16);
