import { SqlScanner } from './sql-scanner.ts';

export interface Piece {
  readonly kind: 'comment' | 'statement';
  readonly text: string;
}

const semicolon = ';'.charCodeAt(0);
const openParenthesis = '('.charCodeAt(0);
const closeParenthesis = ')'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);

/**
 * Cuts SQL at its top level: the comments between statements, and each statement up to and with its semicolon.
 * psql's own commands (lines that begin with a backslash) are left out.
 */
export function* topLevelPieces(text: string): Generator<Piece> {
  const scanner = new SqlScanner(text);
  let begin = -1;
  let brackets = 0;
  let routine = new RoutineBody();
  while (scanner.next()) {
    if (begin < 0) {
      if (scanner.kind === 'comment') {
        yield { kind: 'comment', text: scanner.token };
        continue;
      }
      if (scanner.code === backslash) {
        scanner.skipLine();
        continue;
      }
      begin = scanner.start;
    }
    if (scanner.kind === 'word') {
      if (brackets === 0) routine.word(scanner.token);
    } else if (scanner.kind === 'other') {
      const { code } = scanner;
      if (code === openParenthesis) brackets += 1;
      else if (code === closeParenthesis) brackets -= 1;
      else if (code === semicolon && brackets <= 0 && !routine.open) {
        yield { kind: 'statement', text: text.slice(begin, scanner.end) };
        begin = -1;
        brackets = 0;
        routine = new RoutineBody();
      }
    }
  }
  if (begin >= 0) yield { kind: 'statement', text: text.slice(begin).trimEnd() };
}

const routineHead = /^create (?:or replace )?(?:function|procedure) $/;
const longestHead = 4;
const longestBodyWord = 'atomic'.length;

/**
 * Follows `BEGIN ATOMIC … END` in `CREATE [OR REPLACE] FUNCTION | PROCEDURE`, where semicolons end statements of the
 * body. CASE has an END too. It is given the words outside of parentheses; END and CASE are reserved, so that names of
 * that kind come quoted and are no words. [psqlscan.l does the same]
 */
class RoutineBody {
  #head = '';
  #headWords = 0;
  #routine = false;
  #previous = '';
  #depth = 0;

  get open(): boolean {
    return this.#depth > 0;
  }

  word(token: string): void {
    if (!this.#routine) {
      if (this.#headWords === longestHead) return;
      this.#headWords += 1;
      this.#head += `${token.toLowerCase()} `;
      this.#routine = routineHead.test(this.#head);
      return;
    }
    const word = token.length <= longestBodyWord ? token.toLowerCase() : '';
    if (this.#depth === 0) {
      if (word === 'atomic' && this.#previous === 'begin') this.#depth = 1;
    } else if (word === 'case') this.#depth += 1;
    else if (word === 'end') this.#depth -= 1;
    this.#previous = word;
  }
}
