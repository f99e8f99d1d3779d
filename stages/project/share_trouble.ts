/** Why a search whose channels bypass candidates is not projected. */
export const SHARE_TROUBLE =
  "Cannot project a search with channelShare: channels bypass the candidates of edges that a cell leaves out";
