import { expect, onTestFinished, test, vi } from 'vitest';
import { parseAddress } from '../../../core/postgres/address.ts';

test("libpq's keywords say the same as a URL, whichever of them are given", () => {
  vi.stubEnv('PGUSER', 'somebody');
  onTestFinished(() => void vi.unstubAllEnvs());
  const facts = (text: string) => {
    const { host, port, user, password, database } = parseAddress(text, 'source');
    return [host, port, user, password, database];
  };
  expect(facts("host=db port=5433 user=me password='it\\'s @ 100 %' dbname=shop")).toEqual([
    'db',
    5433,
    'me',
    "it's @ 100 %",
    'shop',
  ]);
  // The user comes from the environment, the password from here.
  expect(facts('host=db password=secret dbname=shop')).toEqual(['db', 5432, 'somebody', 'secret', 'shop']);
  expect(facts('host=/run/pg password=secret port=6000 dbname=shop')).toEqual([
    '/run/pg',
    6000,
    'somebody',
    'secret',
    'shop',
  ]);
  expect(facts('host=db dbname=shop')).toEqual(['db', 5432, 'somebody', undefined, 'shop']);
});
