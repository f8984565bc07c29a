/** What a command's exit status means; the same for every command. */
export const EXIT = {
  ok: 0,
  /** Something went wrong that no user could have prevented: a defect of Toolrisk. */
  defect: 1,
  /** The arguments or the files given cannot be used. */
  usage: 2,
  /** Some rows were no tools, or could not be classified. */
  partly: 3,
  /** The server gave no list of tools. */
  noList: 4,
  /** Something was found that the caller asked to fail on. */
  found: 5,
  /** Stopped by Ctrl-C or SIGTERM; what was finished is kept. */
  interrupted: 130,
} as const;

/** An error that the user can mend. Its message is one sentence that says what to do; no stack is shown. */
export class UserError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.usage) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}
