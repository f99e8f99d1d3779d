/** Refused YAML text; lines and columns count from one. */
export class YamlSyntaxError extends SyntaxError {
  /** Line of the fault. */
  readonly line: number;
  /** Column of the fault. */
  readonly column: number;

  /**
   * Makes the error.
   *
   * @param message What is wrong.
   * @param line Line of the fault.
   * @param column Column of the fault.
   */
  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = "YamlSyntaxError";
    this.line = line;
    this.column = column;
  }
}
