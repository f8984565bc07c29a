import { describe, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { codeOf, explainFullDisk } from './full-disk.ts';

const failed = (code: string, cause?: Error) => Object.assign(new Error('write', { cause }), { code });

describe('a disk that is full', () => {
  test.each(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])(
    'by %s is told in a sentence that says what to do',
    (code) => {
      const told = explainFullDisk(failed(code), 'site/dist');
      expect(told).toBeInstanceOf(UserError);
      expect((told as UserError).exitCode).toBe(2);
      expect((told as UserError).message).toMatch(
        /^The site cannot be written at site\/dist: the disk is full\. /,
      );
    },
  );

  test('is seen behind what it caused', () => {
    expect(codeOf(new Error('the build failed', { cause: failed('ENOSPC') }))).toBe('ENOSPC');
  });

  test('is no excuse for another error', () => {
    const other = failed('EPIPE');
    expect(explainFullDisk(other, 'site/dist')).toBe(other);
  });
});
