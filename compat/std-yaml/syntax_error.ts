/** Malformed YAML; lines and columns count from one. */
export class YamlSyntaxError extends SyntaxError {
  readonly line: number;
  readonly column: number;

  /**
   * Makes the error.
   *
   * @param message What is wrong.
   * @param line Line of the error.
   * @param column Column of the error.
   */
  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = "YamlSyntaxError";
    this.line = line;
    this.column = column;
  }
}
