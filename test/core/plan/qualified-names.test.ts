import { expect, test } from 'vitest';
import { keyOf, lockedTables } from '../../../core/plan/qualified-names.ts';

const tables = new Map(['a.t', 'a.u', 'Odd "x".t.u'].map((key) => [key, true]));

test.each([
  ['CREATE POLICY p ON a.t FOR SELECT USING (true);', ['a.t']],
  ['CREATE RULE r AS\n    ON UPDATE TO a.t DO ALSO INSERT INTO a.u VALUES (1);', ['a.t']],
  ['CREATE TRIGGER t BEFORE INSERT ON "Odd ""x"""."t.u" FOR EACH ROW EXECUTE FUNCTION a.f();', ['Odd "x".t.u']],
  ['ALTER TABLE a.t ENABLE ROW LEVEL SECURITY;', ['a.t']],
  ['ALTER TABLE ONLY a.t ENABLE ALWAYS TRIGGER x;', ['a.t']],
  ['ALTER PUBLICATION p ADD TABLE ONLY a.u (id);', ['a.u']],
  ["COMMENT ON CONSTRAINT c ON a.t IS 'c';", ['a.t']],
  ['CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION a.t();', []],
])('%s locks its table', (statement, locked) => {
  expect(lockedTables({ statements: [statement] }, tables)).toEqual(locked);
});

test('names are read as pg_dump quotes them', () => {
  expect(keyOf('"a.b"."c ""d"""')).toBe('a.b.c "d"');
  expect(keyOf('a.b')).toBe('a.b');
});
