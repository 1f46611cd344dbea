import { changedTables } from '../syntax.ts';
import { changesNothing, changesSomething, isCheck, outsideReason, withoutOwnTransaction } from '../transactions.ts';
import type { Hit, Rule } from './types.ts';

export const syntax: Rule = {
  id: 'syntax',
  title: 'is no SQL',
  reason: "PostgreSQL's own parser does not take it, so no server will.",
  safer: 'Mend what stands there; psql commands and rows of COPY are no SQL.',
  *check({ document, twin }): Generator<Hit> {
    const { complaint } = document;
    if (complaint !== undefined) yield { line: complaint.line, severity: 'error', message: complaint.message };
    if (twin?.complaint !== undefined) {
      const message = `its way back, line ${twin.complaint.line}: ${twin.complaint.message}`;
      yield { line: 1, severity: 'error', message };
    }
  },
};

export const empty: Rule = {
  id: 'empty',
  title: 'changes nothing',
  reason: 'A file without a statement is not written yet, or its statements stand in another section.',
  safer: 'The change behind its mark, "-- @change"; a file without marks is one change.',
  *check({ document }): Generator<Hit> {
    if (document.complaint !== undefined || changesSomething(document.change)) return;
    yield { line: 1, severity: 'error', message: `there is ${changesNothing}` };
  },
};

export const header: Rule = {
  id: 'header',
  title: 'a header that cannot be relied on',
  reason: 'Risk, tables and reasons are read by people and by apply: which tables are backed up comes from here.',
  safer: 'The header as cutover migrations new writes it.',
  *check({ document, file }): Generator<Hit> {
    for (const message of document.header.complaints) yield { line: 1, severity: 'error', message };
    const { tables, risk } = document.header;
    // Files of Supabase's own have no header.
    if (file.stage !== 'plain' && risk === undefined && document.header.complaints.length === 0) {
      yield { line: 1, severity: 'warning', message: 'the header names no risk: "-- Risk: low", medium or high' };
    }
    if (tables === undefined) return;
    const named = new Set(tables.map(({ schema, name }) => `${schema}.${name}`));
    const unnamed = [...changedTables(document.change)].filter((table) => !named.has(table));
    if (unnamed.length > 0) {
      yield {
        line: 1,
        severity: 'warning',
        message: `it changes ${unnamed.join(', ')}, which the header does not name`,
      };
    }
  },
};

export const rollbackMissing: Rule = {
  id: 'rollback-missing',
  title: 'no way back',
  reason: 'When the change turns out wrong at night, the way back must be there, and tested.',
  safer: 'A file of the same name in rollbacks/ that undoes the change; cutover migrations new makes both.',
  *check({ twin, file }): Generator<Hit> {
    if (twin === undefined) {
      yield { line: 1, severity: 'error', message: `there is no rollbacks/${file.name}.sql` };
    } else if (twin.complaint === undefined && !changesSomething(twin.change)) {
      yield { line: 1, severity: 'error', message: `rollbacks/${file.name}.sql has ${changesNothing}` };
    }
  },
};

export const notInTransaction: Rule = {
  id: 'not-in-transaction',
  title: 'cannot run in a transaction',
  reason: 'It is applied outside of one: what was done before a failure stays, and is taken back by the way back.',
  safer: 'Such a statement alone in its file; no BEGIN or COMMIT, since the transaction is cutover’s.',
  *check({ document }): Generator<Hit> {
    const { statements, stray } = withoutOwnTransaction(document.change);
    if (stray !== undefined) {
      yield {
        line: stray.line,
        severity: 'error',
        message: 'BEGIN, COMMIT or ROLLBACK in the middle: apply refuses the file',
      };
    }
    for (const section of [document.preconditions, document.verification]) {
      const other = section.find((statement) => !isCheck(statement));
      if (other !== undefined) {
        yield {
          line: other.line,
          severity: 'error',
          message: 'preconditions and verification are SELECTs and DO blocks',
        };
      }
    }
    for (const statement of statements) {
      const reason = outsideReason(statement);
      if (reason === undefined) continue;
      const alone = statements.length === 1;
      yield {
        line: statement.line,
        severity: alone ? 'note' : 'warning',
        message: alone ? `${reason}: applied outside of a transaction` : `${reason}, and it is not alone in its file`,
      };
    }
  },
};
