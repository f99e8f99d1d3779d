/** Why a search whose steps compute drawn operations alone cannot be projected. */
export function drawnTrouble(sampling: string): string {
  return `Cannot project a search with the sampling ${sampling}: its steps compute drawn operations alone`;
}
